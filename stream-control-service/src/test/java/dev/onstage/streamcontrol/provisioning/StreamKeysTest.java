package dev.onstage.streamcontrol.provisioning;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several stream keys with labels and lifetimes, and what revoking does to them. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class StreamKeysTest {

    @Inject
    Pool pool;

    private String channelId = "";

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        channelId = People.channel();
        GetStreamStub.server()
                .register(post(urlPathMatching("/api/v2/video/call/[^/]+/" + channelId))
                        .willReturn(
                                okJson("{\"call\":" + GetStreamStub.call(channelId, true, null) + ",\"members\":[]}")));
        asMara().post("/api/channels/" + channelId + "/provision").then().statusCode(200);
    }

    @Test
    void shouldMakeAKeyWithItsOwnLifetimeAndLabel() {
        Json made = rotate(Map.of("label", " Studio ", "days", 30), 200);

        assertThat(made.getString("keys[0].label")).isEqualTo("Studio");
        assertThat(Duration.between(Instant.now(), Instant.parse(made.getString("expiresAt"))))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
        assertThat(Instant.ofEpochSecond(claims(made).getLong("exp")))
                .isEqualTo(Instant.parse(made.getString("expiresAt")));
        rotate(Map.of("days", 731), 400);
        rotate(Map.of("days", 0), 400);
    }

    @Test
    void shouldKeepOlderKeysWhenOneIsAddedAndRevokeThemWithANewerOne() {
        Json first = add(Map.of("label", "Laptop"));
        Json second = add(Map.of("label", "Desktop"));
        Json third = add(Map.of("label", "Phone"));
        assertThat(third.getList("keys[*].label")).containsExactly("Phone", "Desktop", "Laptop");
        assertThat(third.getList("keys[*].revokedAt")).containsOnlyNulls();
        assertThat(third.getString("streamKey")).isNotIn(first.getString("streamKey"), second.getString("streamKey"));

        Json left = Json.of(asMara().delete(keys() + "/" + third.getString("keys[1].keyId"))
                .then()
                .statusCode(200)
                .extract());

        assertThat(left.get("keys[0].revokedAt")).isNull();
        assertThat(left.getList("keys[*].revokedAt").stream().filter(at -> at != null))
                .hasSize(2);
        Instant before = Instant.parse(revocations().get(revocations().size() - 1));
        assertThat(issuedAt(second)).isBefore(before);
        assertThat(issuedAt(third)).isAfterOrEqualTo(before);
        assertThat(left.getBoolean("expired")).isFalse();
    }

    @Test
    void shouldSayThatThereIsNoKeyLeft() {
        Json only = add(Map.of());

        asMara().delete(keys() + "/" + only.getString("keys[0].keyId"))
                .then()
                .statusCode(200)
                .body(at("expired", equalTo(true)))
                .body(at("fix", containsString("Rotate")));
        asMara().delete(keys() + "/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void shouldNotChangeTheKeyOfALiveStreamUnlessThatIsConfirmed() {
        Json made = add(Map.of());
        pool.preparedQuery("update channel_config set live_started_at = now() where channel_id = $1")
                .executeAndAwait(Tuple.of(channelId));

        rotate(Map.of(), 409);
        asMara().delete(keys() + "/" + made.getString("keys[0].keyId")).then().statusCode(409);
        add(Map.of());
        Json changed = rotate(Map.of("confirm", true), 200);

        assertThat(changed.getString("streamKey")).isNotEqualTo(made.getString("streamKey"));
        assertThat(changed.getList("keys[*].revokedAt").stream().filter(at -> at == null))
                .hasSize(1);
    }

    /** A version that knows of one key only runs beside this one while an install is updated. */
    @Test
    void shouldListAKeyThatAnOlderVersionMade() {
        add(Map.of("label", "Laptop"));

        pool.preparedQuery(
                        "update channel_config set stream_key_issued_at = stream_key_issued_at + interval '5 seconds',"
                                + " stream_key_expires_at = now() + interval '100 days' where channel_id = $1")
                .executeAndAwait(Tuple.of(channelId));

        Json listed = Json.of(asMara().get("/api/channels/" + channelId + "/encoder")
                .then()
                .statusCode(200)
                .extract());
        assertThat(listed.getList("keys[*].label")).containsExactly("", "Laptop");
        assertThat(listed.get("keys[0].revokedAt")).isNull();
        assertThat(listed.get("keys[1].revokedAt")).isNotNull();
    }

    private String keys() {
        return "/api/channels/" + channelId + "/encoder/keys";
    }

    private Json add(Map<String, Object> request) {
        return Json.of(
                asMara().body(request).post(keys()).then().statusCode(200).extract());
    }

    private Json rotate(Map<String, Object> request, int status) {
        return Json.of(asMara().body(request)
                .post("/api/channels/" + channelId + "/encoder/rotate-key")
                .then()
                .statusCode(status)
                .extract());
    }

    private List<String> revocations() {
        return GetStreamStub.server()
                .find(patchRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(matchingJsonPath("$.users[?(@.id == 'broadcaster-" + channelId + "')]")))
                .stream()
                .map(request ->
                        Json.of(request.getBodyAsString()).getString("users[0].set.revoke_tokens_issued_before"))
                .toList();
    }

    private static Instant issuedAt(Json encoder) {
        return Instant.ofEpochSecond(claims(encoder).getLong("iat"));
    }

    private static Json claims(Json encoder) {
        String token = encoder.getString("streamKey");
        return Json.of(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }
}
