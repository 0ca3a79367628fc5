package dev.onstage.streamcontrol.account;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signInWithCookies;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.events.EventType;
import dev.onstage.events.LoginEnded;
import dev.onstage.events.RolesChanged;
import dev.onstage.events.Topic;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.support.access.LoginRecords;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.access.Standing;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.testing.Json;
import dev.onstage.testing.PrivatePaths;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class LoginSessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    LoginRecords records;

    @Inject
    LostRoles lostRoles;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
    }

    @Test
    void shouldRotateTheRefreshTokenAndRepeatTheLastAnswer() {
        String first = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");

        String second = refresh(first).then().statusCode(200).extract().cookie("onstage_refresh");
        String again = refresh(first).then().statusCode(200).extract().cookie("onstage_refresh");

        assertThat(second).isNotEqualTo(first);
        assertThat(again).isEqualTo(second);
    }

    @Test
    void shouldEndTheLoginSessionWhenAnOldRefreshTokenComesBack() {
        String first = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");
        String second = refresh(first).getCookie("onstage_refresh");
        String third = refresh(second).getCookie("onstage_refresh");
        letTheGracePass();

        refresh(first).then().statusCode(401).body(at("type", equalTo("/problems/unauthenticated")));
        refresh(third).then().statusCode(401);
    }

    @Test
    void shouldTellTheCurrentGenerationToWhoeverHadOneAMomentAgo() {
        String first = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");
        String second = refresh(first).getCookie("onstage_refresh");
        String third = refresh(second).getCookie("onstage_refresh");

        for (String had : List.of(first, second, first)) {
            assertThat(refresh(had).then().statusCode(200).extract().cookie("onstage_refresh"))
                    .isEqualTo(third);
        }
    }

    @Test
    void shouldEndALoginSessionHoweverOftenItIsRefreshed() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        pool.query("update login_sessions set ends_at = now() + interval '2 minutes' where login_session_id = '"
                        + loginSession(signedIn.getCookie("onstage_access")) + "'")
                .executeAndAwait();

        Response refreshed = refresh(signedIn.getCookie("onstage_refresh"));

        assertThat(Json.of(refreshed).getInt("expiresInSeconds")).isBetween(1, 120);
        for (String cookie : List.of("onstage_access", "onstage_refresh")) {
            assertThat(refreshed.getDetailedCookie(cookie).getMaxAge()).isBetween(1L, 120L);
        }
        assertThat(Instant.parse(Json.of(asViewer(refreshed)).getString("expiresAt")))
                .isBefore(Instant.now().plusSeconds(121));
        pool.query("update login_sessions set ends_at = now() where login_session_id = '"
                        + loginSession(signedIn.getCookie("onstage_access")) + "'")
                .executeAndAwait();
        refresh(refreshed.getCookie("onstage_refresh")).then().statusCode(401);
    }

    @Test
    void shouldGiveNoTokenOfTheProviderForLong() {
        Response answer = asViewer(signInWithCookies(EMAIL, PASSWORD));

        answer.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(Instant.parse(Json.of(answer).getString("expiresAt")))
                .isBefore(Instant.now().plus(Duration.ofMinutes(5).plusSeconds(1)));
        assertThat(Instant.ofEpochSecond(
                        claims(Json.of(answer).getString("token")).getLong("exp")))
                .isBeforeOrEqualTo(Instant.parse(Json.of(answer).getString("expiresAt")));
    }

    @Test
    void shouldShowNothingToSomebodyWhoSignedOut() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        asViewer(signedIn).then().statusCode(200);
        withCookie(signedIn.getCookie("onstage_refresh"))
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);

        PrivatePaths.checkRefused(
                Set.of(
                        "GET /.well-known/jwks.json",
                        "GET /api/setup",
                        "GET /api/auth/session",
                        "POST /api/setup",
                        "POST /api/auth/sign-in",
                        "POST /api/auth/refresh",
                        "POST /api/auth/token",
                        "POST /api/auth/sign-out",
                        "POST /api/auth/password-reset",
                        "POST /api/auth/password-reset/finish",
                        "POST /api/auth/passkeys/sign-in",
                        "POST /api/auth/passkeys/sign-in/finish",
                        "POST /api/auth/magic-link",
                        "POST /api/auth/magic-link/finish",
                        "GET /api/channels/{channelId}/live",
                        "GET /api/channels/{channelId}/live/events",
                        "POST /api/invites/{code}/accept"),
                signedIn.getCookie("onstage_access"));
        awaitProviderTold();
    }

    @Test
    void shouldHaveTheProviderRefuseTheTokensOfSomebodyWhoSignedOut() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        String access = signedIn.getCookie("onstage_access");
        Json token = claims(
                Json.of(asViewer(signedIn).then().statusCode(200).extract()).getString("token"));

        given().auth().oauth2(access).post("/api/auth/sign-out").then().statusCode(204);

        await().atMost(PATIENCE).untilAsserted(() -> {
            var revocations = GetStreamStub.server()
                    .find(patchRequestedFor(urlPathEqualTo("/api/v2/users"))
                            .withRequestBody(
                                    matchingJsonPath("$.users[?(@.id == '" + token.getString("user_id") + "')]")));
            assertThat(revocations).isNotEmpty();
            String before =
                    Json.of(revocations.get(0).getBodyAsString()).getString("users[0].set.revoke_tokens_issued_before");
            assertThat(Instant.ofEpochSecond(token.getLong("iat"))).isBefore(Instant.parse(before));
        });
        awaitProviderTold();
    }

    private void awaitProviderTold() {
        await().atMost(PATIENCE)
                .until(() -> pool.query("select from viewer_tokens join login_sessions using (login_session_id)"
                                        + " where revoked_at is not null")
                                .executeAndAwait()
                                .size()
                        == 0);
    }

    @Test
    void shouldRefuseATokenThatNamesALostRoleUntilItIsRefreshed() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        makeOperator(false);
        try {
            String before = signedIn.getCookie("onstage_access");
            await().atMost(PATIENCE).untilAsserted(() -> given().cookie("onstage_access", before)
                    .get("/api/channels")
                    .then()
                    .statusCode(401)
                    .body(at("fix", equalTo("Refresh the access token."))));

            String after = refresh(signedIn.getCookie("onstage_refresh")).getCookie("onstage_access");

            given().cookie("onstage_access", after).get("/api/channels").then().statusCode(200);
            json(given().cookie("onstage_access", after).header("Origin", "http://127.0.0.1:8080"))
                    .body(Map.of("channelId", "another", "title", "Another"))
                    .post("/api/channels")
                    .then()
                    .statusCode(403);
        } finally {
            makeOperator(true);
        }
    }

    @Test
    void shouldKnowFromTheTablesWhatBecameOfALogin() {
        String access = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_access");
        Json claims = claims(access);
        SignedIn person = new SignedIn(
                claims.getString("sub"),
                "Mara",
                claims.getString("sid"),
                Instant.MAX,
                claims.getLong("roles_version"),
                Set.of(),
                Map.of());
        assertThat(standing(person)).isEqualTo(Standing.HOLDS);

        pool.query("update channel_members set role = role").executeAndAwait();
        assertThat(standing(person)).isEqualTo(Standing.ROLES_CHANGED);

        pool.query("update login_sessions set revoked_at = now() where login_session_id = '" + person.loginSession()
                        + "'")
                .executeAndAwait();
        assertThat(standing(person)).isEqualTo(Standing.ENDED);
    }

    private Standing standing(SignedIn person) {
        return records.standing(person).await().atMost(PATIENCE);
    }

    @Test
    void shouldRefuseARefreshTokenThatWasMadeUp() {
        String genuine = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");
        String forged = genuine.substring(0, genuine.length() - 4) + "AAAA";

        refresh(forged).then().statusCode(401);
        refresh(genuine).then().statusCode(200);
    }

    @Test
    void shouldEndTheLoginSessionOnSignOut() {
        String token = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");

        withCookie(token).post("/api/auth/sign-out").then().statusCode(204);

        refresh(token).then().statusCode(401);
    }

    @Test
    void shouldRefuseCommandsOfALoginSessionThatWasSignedOut() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        String access = signedIn.getCookie("onstage_access");
        rename(access).then().statusCode(200);

        withCookie(signedIn.getCookie("onstage_refresh"))
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);

        for (String command : List.of("provision", "encoder/rotate-key", "go-live", "stop-live", "force-end")) {
            json(given().auth().oauth2(access))
                    .body(Map.of())
                    .post("/api/channels/main/" + command)
                    .then()
                    .statusCode(401)
                    .body(at("type", equalTo("/problems/unauthenticated")))
                    .body(at("detail", equalTo("This login session has ended: it was signed out.")))
                    .body(at("fix", equalTo("Sign in again.")));
        }
        rename(access).then().statusCode(401);
        given().auth().oauth2(access).get("/api/channels/main/encoder").then().statusCode(401);
        json(given().auth().oauth2(access))
                .body(Map.of("channelId", "another", "title", "Another"))
                .post("/api/channels")
                .then()
                .statusCode(401);
        rename(signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_access"))
                .then()
                .statusCode(200);
    }

    @Test
    void shouldSignOutByTheAccessTokenAlone() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        String access = signedIn.getCookie("onstage_access");

        given().auth().oauth2(access).post("/api/auth/sign-out").then().statusCode(204);

        rename(access).then().statusCode(401);
        refresh(signedIn.getCookie("onstage_refresh")).then().statusCode(401);
    }

    @Test
    void shouldRefuseCommandsOnceACopyOfARefreshTokenWasUsed() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        String first = signedIn.getCookie("onstage_refresh");
        refresh(refresh(first).getCookie("onstage_refresh")).then().statusCode(200);
        letTheGracePass();

        refresh(first).then().statusCode(401);

        rename(signedIn.getCookie("onstage_access")).then().statusCode(401);
    }

    @Test
    void shouldTellSignOutsAgainThatRedisHasLost() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        String access = signedIn.getCookie("onstage_access");
        String key = "revoked:" + loginSession(access);
        given().auth().oauth2(access).post("/api/auth/sign-out").then().statusCode(204);
        assertThat(redis("PTTL", key)).isBetween(300_000L, 360_000L);

        redis("DEL", key);

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(redis("PTTL", key)).isBetween(1L, 360_000L));
        rename(access).then().statusCode(401);
    }

    @Test
    void shouldAnnounceTheEndOfALoginWithTheEndItself() {
        Response signedOut = signInWithCookies(EMAIL, PASSWORD);
        Response copied = signInWithCookies(EMAIL, PASSWORD);
        String first = copied.getCookie("onstage_refresh");
        refresh(refresh(first).getCookie("onstage_refresh")).then().statusCode(200);
        letTheGracePass();

        given().auth()
                .oauth2(signedOut.getCookie("onstage_access"))
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);
        refresh(first).then().statusCode(401);

        for (Response ended : List.of(signedOut, copied)) {
            Json claims = claims(ended.getCookie("onstage_access"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(announced(LoginEnded.class)).anySatisfy(event -> {
                        assertThat(event.loginSessionId()).isEqualTo(claims.getString("sid"));
                        assertThat(event.accountId()).isEqualTo(claims.getString("sub"));
                        assertThat(event.until()).isAfter(Instant.ofEpochSecond(claims.getLong("exp")));
                    }));
        }
    }

    @Test
    void shouldAnnounceALostRoleOnce() {
        Json claims = claims(signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_access"));

        pool.query("update channel_members set role = role").executeAndAwait();

        long lost = claims.getLong("roles_version") + 1;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(announced(RolesChanged.class)).anySatisfy(event -> {
                    assertThat(event.accountId()).isEqualTo(claims.getString("sub"));
                    assertThat(event.rolesVersion()).isGreaterThanOrEqualTo(lost);
                }));
        assertThat(pool.query("select from accounts where roles_announced < roles_version")
                        .executeAndAwait())
                .isEmpty();
    }

    /** Tokens end by the clocks of services. */
    @Test
    void shouldAnnounceALostRoleForLongEnoughWhenTheClockOfTheDatabaseIsBehind() {
        Json claims = claims(signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_access"));

        pool.preparedQuery("update accounts set roles_version = roles_version + 1,"
                        + " roles_changed_at = now() - interval '2 minutes' where email = $1")
                .executeAndAwait(Tuple.of(EMAIL));

        long lost = claims.getLong("roles_version") + 1;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(announced(RolesChanged.class)).anySatisfy(event -> {
                    assertThat(event.accountId()).isEqualTo(claims.getString("sub"));
                    assertThat(event.rolesVersion()).isGreaterThanOrEqualTo(lost);
                    assertThat(event.until()).isAfter(Instant.ofEpochSecond(claims.getLong("exp")));
                }));
    }

    /** The end of an invite takes a role from everybody who came by it. */
    @Test
    void shouldAnnounceALossOfManyInOneGo() {
        pool.query("insert into accounts (account_id, email, email_key, name, password_hash, roles_version)"
                        + " select gen_random_uuid(), 'many-' || n, 'many-' || n, 'Many', 'none', 1"
                        + " from generate_series(1, 1100) n")
                .executeAndAwait();
        try {
            lostRoles.sweep().await().atMost(PATIENCE);

            // The sweep of the service may have a batch in hand.
            assertThat(pool.query("select from accounts where roles_announced < roles_version")
                            .executeAndAwait()
                            .size())
                    .isLessThanOrEqualTo(LostRoles.BATCH);
        } finally {
            pool.query("delete from accounts where email_key like 'many-%'").executeAndAwait();
        }
    }

    private void makeOperator(boolean operator) {
        pool.preparedQuery("update accounts set operator = $1 where email = $2")
                .executeAndAwait(Tuple.of(operator, EMAIL));
    }

    private static <T> List<T> announced(Class<T> type) {
        return TestKafka.readAll(Topic.ACCESS_REVOCATION.topicName()).stream()
                .filter(one -> one.value().length > 1)
                .map(one -> EventReader.event(
                        EventType.byName(new String(
                                        one.headers().lastHeader("ce_type").value(), UTF_8))
                                .orElseThrow(),
                        one.value()))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void shouldKeepManySignInsApart() {
        long before = sessions();

        for (int i = 0; i < 3; i++) {
            signInWithCookies(EMAIL, PASSWORD).then().statusCode(200);
        }

        assertThat(sessions()).isEqualTo(before + 3);
    }

    private long sessions() {
        return pool.query("select count(*) from login_sessions")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(90))
                .iterator()
                .next()
                .getLong(0);
    }

    private static Response rename(String accessToken) {
        return json(given().auth().oauth2(accessToken))
                .body(Map.of("title", "Friday build"))
                .patch("/api/channels/main");
    }

    /** As if the last refresh had been long ago. */
    private void letTheGracePass() {
        pool.query("update login_sessions set replaced_at = ''").executeAndAwait();
    }

    private static Response asViewer(Response signedIn) {
        return given().cookie("onstage_access", signedIn.getCookie("onstage_access"))
                .get("/api/channels/main/viewer-access");
    }

    private static String loginSession(String accessToken) {
        return claims(accessToken).getString("sid");
    }

    private static Json claims(String token) {
        return Json.of(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }

    private long redis(String command, String key) {
        return redis.execute(command, key)
                .await()
                .atMost(Duration.ofSeconds(90))
                .toLong();
    }

    private static Response refresh(String token) {
        return withCookie(token).post("/api/auth/refresh");
    }

    /** As the page sends it: with the address that the page came from. */
    private static RequestSpecification withCookie(String refreshToken) {
        return given().cookie("onstage_refresh", refreshToken).header("Origin", "http://127.0.0.1:8080");
    }
}
