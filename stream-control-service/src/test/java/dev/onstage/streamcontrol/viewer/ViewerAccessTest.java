package dev.onstage.streamcontrol.viewer;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.streamcontrol.People.Person;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page gets to connect with. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class ViewerAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @SuppressWarnings("NullAway.Init")
    private ProviderSide provider;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from invite_attempts").executeAndAwait();
        provider = ProviderSide.provisioned();
    }

    @Test
    void shouldMakeTheUserWithNameAndPicture() {
        Person person = People.invited(provider.channelId());
        person.asks()
                .body(Map.of("name", "Lena", "avatarUrl", "https://img.example.org/l.png"))
                .patch("/api/accounts/me")
                .then()
                .statusCode(200);

        access(person);

        GetStreamStub.server()
                .verifyThat(postRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(
                                matchingJsonPath("$.users['" + person.id() + "'].name", WireMock.equalTo("Lena")))
                        .withRequestBody(matchingJsonPath(
                                "$.users['" + person.id() + "'].image",
                                WireMock.equalTo("https://img.example.org/l.png"))));
    }

    /** The provider refuses what was issued before the second of a revocation, however soon after it that was. */
    @Test
    void shouldGiveOutTokensThatARevocationOfThisMomentSpares() {
        Person person = People.invited(provider.channelId());
        Instant issuedBefore = Instant.now().plusSeconds(30);
        pool.preparedQuery("insert into viewer_revocations (account_id, issued_before) values ($1, $2)")
                .executeAndAwait(Tuple.of(person.accountId(), issuedBefore.atOffset(ZoneOffset.UTC)));

        long issuedAt = claims(access(person).getString("token")).getLong("iat");

        assertThat(issuedAt).isEqualTo(issuedBefore.minusSeconds(10).getEpochSecond());
    }

    @Test
    void shouldRememberWhatItHadRevoked() {
        Person person = People.invited(provider.channelId());
        Person elsewhere = person.again();
        access(person);

        given().auth().oauth2(person.token()).post("/api/auth/sign-out").then().statusCode(204);

        await().atMost(PATIENCE).until(() -> revokedBefore(person) != null);
        Instant told = Objects.requireNonNull(revokedBefore(person));
        assertThat(claims(access(elsewhere).getString("token")).getLong("iat"))
                .isGreaterThanOrEqualTo(told.getEpochSecond());
    }

    @Test
    void shouldThrowWhoeverSignsOutOutOfTheCallsThatAreOnAir() {
        Person person = People.invited(provider.channelId());
        access(person);
        onAir(true);

        try {
            given().auth()
                    .oauth2(person.token())
                    .post("/api/auth/sign-out")
                    .then()
                    .statusCode(204);

            await().atMost(PATIENCE).untilAsserted(() -> GetStreamStub.server()
                    .verifyThat(postRequestedFor(
                                    urlPathMatching("/api/v2/video/call/[^/]+/" + provider.channelId() + "/kick"))
                            .withRequestBody(matchingJsonPath("$.user_id", WireMock.equalTo(person.id())))));
        } finally {
            onAir(false);
        }
    }

    private void onAir(boolean isOnAir) {
        pool.preparedQuery(
                        isOnAir
                                ? "update broadcasts set state = 'STARTING', deadline = now() + interval '1 hour' where channel_id = $1"
                                : "update broadcasts set state = 'READY', deadline = null where channel_id = $1")
                .executeAndAwait(Tuple.of(provider.channelId()));
    }

    @Test
    void shouldHandTheAddressOfTheVideoToThoseAloneWhoMayWatch() {
        String call = GetStreamStub.call(provider.channelId(), false, null)
                .replaceFirst(
                        "\\{", "{\"egress\":{\"hls\":{\"playlist_url\":\"https://hls.example.org/secret.m3u8\"}},");
        GetStreamStub.server()
                .register(get(urlPathMatching("/api/v2/video/call/[^/]+/" + provider.channelId()))
                        .willReturn(okJson("{\"call\":" + call + "}")));
        Person person = People.invited(provider.channelId());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(access(person).getString("video.hlsUrl"))
                .isEqualTo("https://hls.example.org/secret.m3u8"));

        for (String address : new String[] {"/live", "/broadcast", ""}) {
            assertThat(asMara().get(provider.path(address)).asString()).doesNotContain("secret.m3u8");
        }
        given().get(provider.path("/viewer-access")).then().statusCode(401);
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        person.again()
                .asks()
                .get(provider.path("/viewer-access"))
                .then()
                .body(at("video.hlsUrl", nullValue()))
                .body(at("rights.watch", equalTo(false)));
    }

    @Test
    void shouldAnswerWithoutTheVideosAddressWhileTheProviderDoesNotTellIt() {
        Person person = People.invited(provider.channelId());

        assertThat(access(person).get("video.hlsUrl")).isNull();
    }

    private Json access(Person person) {
        return Json.of(person.asks()
                .get(provider.path("/viewer-access"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract());
    }

    private static @Nullable Instant revokedBefore(Person person) {
        return GetStreamStub.server()
                .find(patchRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(matchingJsonPath("$.users[?(@.id == '" + person.id() + "')]")))
                .stream()
                .map(request -> Instant.parse(
                        Json.of(request.getBodyAsString()).getString("users[0].set.revoke_tokens_issued_before")))
                .findFirst()
                .orElse(null);
    }

    private static Json claims(String token) {
        return Json.of(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }
}
