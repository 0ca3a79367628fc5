package dev.onstage.streamcontrol.account;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The logins of a person, as the person sees and ends them. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class LoginsTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like"
                    + " '%from accounts%for share%' and pid <> pg_backend_pid()";

    @Inject
    Pool pool;

    @Inject
    AccountRepository accounts;

    @Inject
    SignInService signIn;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("update login_sessions set revoked_at = now(), revoked_reason = 'SIGNED_OUT'"
                        + " where revoked_at is null")
                .executeAndAwait();
    }

    @Test
    void shouldShowEachLoginWithItsDeviceAndWhichIsThisOne() {
        String firefox = signInBy(FIREFOX, "198.51.100.61");
        String program = signInBy("curl/8.5.0", "203.0.113.62");

        List<Object> logins = Json.of(as(firefox)
                        .get("/api/auth/logins")
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "no-store")
                        .extract())
                .getList("$");

        assertThat(logins).hasSize(2);
        Map<?, ?> first = (Map<?, ?>) logins.get(0);
        Map<?, ?> second = (Map<?, ?>) logins.get(1);
        assertThat(first.get("device")).isEqualTo("curl");
        assertThat(first.get("network")).isEqualTo("203.0.113.62");
        assertThat(first.get("current")).isEqualTo(false);
        assertThat(first.get("loginId")).isEqualTo(sid(program));
        assertThat(second.get("device")).isEqualTo("Firefox on Linux");
        assertThat(second.get("current")).isEqualTo(true);
        assertThat(Instant.parse((String) second.get("lastUsedAt")))
                .isEqualTo(Instant.parse((String) second.get("createdAt")));
    }

    @Test
    void shouldEndOneLoginFromAnother() {
        String kept = signInBy(FIREFOX, "198.51.100.61");
        String lost = signInBy("curl/8.5.0", "198.51.100.61");

        as(kept).delete("/api/auth/logins/" + sid(lost)).then().statusCode(204);

        as(lost).get("/api/auth/me").then().statusCode(401);
        as(kept).get("/api/auth/me").then().statusCode(200);
        as(kept).delete("/api/auth/logins/" + sid(lost)).then().statusCode(204);
    }

    @Test
    void shouldEndNoLoginOfAnotherPerson() {
        String mine = signInBy(FIREFOX, "198.51.100.61");
        UUID other = UUID.randomUUID();
        UUID theirs = UUID.randomUUID();
        pool.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash)"
                        + " values ($1, $2, $2, 'Other', 'none')")
                .executeAndAwait(Tuple.of(other, other + "@example.org"));
        pool.preparedQuery(
                        "insert into login_sessions (login_session_id, account_id, refresh_key, created_at, expires_at,"
                                + " ends_at) values ($1, $2, 'none', now(), now() + interval '1 day', now() + interval '1 day')")
                .executeAndAwait(Tuple.of(theirs, other));

        as(mine).delete("/api/auth/logins/" + theirs)
                .then()
                .statusCode(404)
                .body(at("type", equalTo("/problems/not-found")));
        as(mine).delete("/api/auth/logins/" + UUID.randomUUID()).then().statusCode(404);
        endAll(mine, false).then().statusCode(204);

        // Gone with what it belonged to, and it was open.
        assertThat(pool.preparedQuery("delete from login_sessions where login_session_id = $1 and revoked_at is null")
                        .executeAndAwait(Tuple.of(theirs))
                        .rowCount())
                .isOne();
        pool.preparedQuery("delete from accounts where account_id = $1").executeAndAwait(Tuple.of(other));
    }

    @Test
    void shouldSignOutEverywhereElse() {
        String kept = signInBy(FIREFOX, "198.51.100.61");
        String one = signInBy("curl/8.5.0", "198.51.100.61");
        String another = signInBy("curl/8.5.0", "198.51.100.62");

        endAll(kept, true).then().statusCode(204);

        as(one).get("/api/auth/me").then().statusCode(401);
        as(another).get("/api/auth/me").then().statusCode(401);
        as(kept).get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void shouldSignOutEverywhereAndHereToo() {
        String here = signInBy(FIREFOX, "198.51.100.61");
        String there = signInBy("curl/8.5.0", "198.51.100.61");

        Response answer = endAll(here, false);

        answer.then().statusCode(204);
        assertThat(answer.getDetailedCookie("onstage_refresh").getMaxAge()).isZero();
        as(here).get("/api/auth/me").then().statusCode(401);
        as(there).get("/api/auth/me").then().statusCode(401);
    }

    @Test
    void shouldOpenNoLoginForWhoWasCheckedBeforeEverybodyWasSignedOut() {
        String here = signInBy(FIREFOX, "198.51.100.61");
        CheckedAccount checked = CheckedAccount.by(
                SignInWay.PASSWORD,
                accounts.findByEmail(EmailAddress.of(EMAIL)).await().atMost(PATIENCE));
        Place place = new Place("198.51.100.63", "curl");
        assertThat(signIn.open(checked, place).await().atMost(PATIENCE)).isNotNull();

        endAll(here, true).then().statusCode(204);

        assertThatThrownBy(() -> signIn.open(checked, place).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ProblemType.SIGN_IN_FAILED));
        assertThat(Json.of(as(here).get("/api/auth/logins")).getList("$")).hasSize(1);
    }

    @Test
    void shouldNotLetInWhoSignsInWhileEverybodyIsBeingSignedOut() {
        CompletableFuture<Response> underWay = new CompletableFuture<>();

        pool.withTransaction(tx -> tx.preparedQuery(
                                "update accounts set credentials_version = credentials_version + 1 where email = $1")
                        .execute(Tuple.of(EMAIL))
                        .chain(() -> Uni.createFrom()
                                .item(() -> {
                                    underWay.completeAsync(() -> Installation.signIn(EMAIL, PASSWORD));
                                    await().atMost(PATIENCE).until(this::somebodyWaits);
                                    return true;
                                })
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())))
                .await()
                .atMost(PATIENCE.multipliedBy(2));

        underWay.join().then().statusCode(401).body(at("type", equalTo("/problems/sign-in-failed")));
        Installation.signIn(EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldNotLetInWhoseAccountWasRemoved() {
        Response before = Installation.signInWithCookies(EMAIL, PASSWORD);
        CheckedAccount checked = CheckedAccount.by(
                SignInWay.PASSWORD,
                accounts.findByEmail(EmailAddress.of(EMAIL)).await().atMost(PATIENCE));
        pool.preparedQuery("update accounts set removed_at = now() where email = $1")
                .executeAndAwait(Tuple.of(EMAIL));
        try {
            Installation.signIn(EMAIL, PASSWORD).then().statusCode(401);
            given().cookies(before.getCookies())
                    .header("Origin", "http://127.0.0.1:8080")
                    .post("/api/auth/refresh")
                    .then()
                    .statusCode(401);
            assertThatThrownBy(() -> signIn.open(checked, new Place("198.51.100.63", "curl"))
                            .await()
                            .atMost(PATIENCE))
                    .isInstanceOf(ProblemException.class);
        } finally {
            pool.preparedQuery("update accounts set removed_at = null where email = $1")
                    .executeAndAwait(Tuple.of(EMAIL));
        }
        Installation.signIn(EMAIL, PASSWORD).then().statusCode(200);
    }

    private boolean somebodyWaits() {
        return pool.query(WAITING).executeAndAwait().iterator().next().getLong(0) > 0;
    }

    private static RequestSpecification as(String accessToken) {
        return given().auth().oauth2(accessToken);
    }

    private static Response endAll(String accessToken, boolean keepThisOne) {
        return json(as(accessToken))
                .body(keepThisOne ? Map.of("keepThisOne", true) : Map.of())
                .post("/api/auth/sign-out-everywhere");
    }

    private static String signInBy(String userAgent, String address) {
        return Json.of(json(given())
                        .header("User-Agent", userAgent)
                        .header("X-Forwarded-For", address)
                        .body(Map.of("email", EMAIL, "password", PASSWORD, "tokens", "bearer"))
                        .post("/api/auth/sign-in")
                        .then()
                        .statusCode(200)
                        .extract())
                .getString("accessToken");
    }

    private static String sid(String accessToken) {
        return Tokens.claims(accessToken).getString("sid");
    }
}
