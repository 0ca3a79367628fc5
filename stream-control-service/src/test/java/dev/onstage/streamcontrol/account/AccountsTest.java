package dev.onstage.streamcontrol.account;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.onstage.events.Topic;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.streamcontrol.People.Person;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do with accounts, and what somebody does with their own. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class AccountsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    AccountService accounts;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("update accounts set operator = (email = '" + EMAIL + "')").executeAndAwait();
    }

    @Test
    void shouldListAccountsToOperatorsAlone() {
        Person person = People.invited("main");

        asMara().get("/api/accounts")
                .then()
                .statusCode(200)
                .body(at("accounts[*].email", hasItem(person.email())))
                .body(at("accounts[?(@.email == '" + EMAIL + "')].channels.main", hasItem("broadcaster")));

        person.asks().get("/api/accounts").then().statusCode(403);
        person.asks().delete("/api/accounts/" + person.id()).then().statusCode(403);
        person.asks().put("/api/accounts/" + person.id() + "/operator").then().statusCode(403);
    }

    @Test
    void shouldEndEverythingOfARemovedAccountAndKeepWhatItDidForOthers() {
        Person moderator = People.signUp(People.code("main", Map.of("role", "moderator")));
        Person invited = People.signUp(Json.of(moderator
                        .again()
                        .asks()
                        .body(Map.of())
                        .post("/api/channels/main/invites")
                        .then()
                        .statusCode(201)
                        .extract())
                .getString("code"));

        asMara().delete("/api/accounts/" + moderator.id()).then().statusCode(204);

        moderator.asks().get("/api/auth/me").then().statusCode(401);
        signIn(moderator.email(), People.PASSWORD)
                .then()
                .statusCode(401)
                .body(at("type", equalTo("/problems/sign-in-failed")));
        assertThat(count("select count(*) from channel_members where account_id = $1", moderator.accountId()))
                .isZero();
        assertThat(count(
                        "select count(*) from channel_invitations where account_id = $1 and ended_at is null",
                        moderator.accountId()))
                .isZero();
        assertThat(count("select count(*) from accounts where account_id = $1 and email = ''", moderator.accountId()))
                .isOne();
        asMara().get("/api/accounts").then().body(at("accounts[*].accountId", not(hasItem(moderator.id()))));
        asMara().delete("/api/accounts/" + moderator.id()).then().statusCode(404);
        invited.asks()
                .get("/api/channels/main/viewer-access")
                .then()
                .statusCode(200)
                .body(at("rights.chat", equalTo(true)));
    }

    @Test
    void shouldLeaveARemovedAccountNoOtherWayIn() {
        Person person =
                People.signUp(People.code("main", Map.of("role", "moderator"))).again();
        pool.preparedQuery(
                        "insert into passkeys (passkey_id, account_id, credential_id, public_data, sign_count,"
                                + " backup_eligible, backed_up, label) values ($1, $1, $1::uuid::text, 'x', 0, false, false, 'Phone')")
                .executeAndAwait(Tuple.of(person.accountId()));
        Json apiToken = Json.of(person.asks()
                .body(Map.of("name", "button", "scopes", List.of("broadcast:read"), "expiresInDays", 365))
                .post("/api/tokens")
                .then()
                .statusCode(201)
                .extract());
        String program = Json.of(exchange(apiToken.getString("secret"))).getString("accessToken");
        // It is known whose it is, and that a moderator may not see this.
        given().auth()
                .oauth2(program)
                .get("/api/channels/main/broadcast")
                .then()
                .statusCode(403);

        asMara().delete("/api/accounts/" + person.id()).then().statusCode(204);

        assertThat(count("select count(*) from passkeys where account_id = $1", person.accountId()))
                .isZero();
        exchange(apiToken.getString("secret")).then().statusCode(401);
        await().atMost(PATIENCE).untilAsserted(() -> given().auth()
                .oauth2(program)
                .get("/api/channels/main/broadcast")
                .then()
                .statusCode(401));
        await().atMost(PATIENCE).until(() -> TestKafka.readAll(Topic.ACCESS_REVOCATION.topicName()).stream()
                .anyMatch(one -> new String(one.value(), UTF_8).contains(apiToken.getString("tokenId"))));
    }

    private static Response exchange(String apiToken) {
        return json(given()).body(Map.of("token", apiToken)).post("/api/auth/token");
    }

    @Test
    void shouldLetTheAddressOfARemovedAccountBeUsedAgain() {
        Person person = People.invited("main");
        asMara().delete("/api/accounts/" + person.id()).then().statusCode(204);

        given().contentType("application/json")
                .body(People.account(person.email()))
                .post("/api/invites/" + People.code("main", Map.of()) + "/accept")
                .then()
                .statusCode(201);
    }

    /** Whoever signs in at the moment of the removal gets a login that is over. */
    @Test
    void shouldBeginNoLoginOfARemovedAccount() {
        Person person = People.invited("main");
        asMara().delete("/api/accounts/" + person.id()).then().statusCode(204);

        pool.preparedQuery("insert into login_sessions"
                        + " (login_session_id, account_id, refresh_key, created_at, expires_at, ends_at)"
                        + " values ($1, $1, '', now(), now() + interval '1 day', now() + interval '1 day')")
                .executeAndAwait(Tuple.of(person.accountId()));

        assertThat(count("select count(*) from login_sessions where account_id = $1", person.accountId()))
                .isGreaterThan(1);
        assertThat(count(
                        "select count(*) from login_sessions where account_id = $1 and revoked_at is null",
                        person.accountId()))
                .isZero();
    }

    @Test
    void shouldNotRemoveTheBroadcasterOfAChannel() {
        String channelId = People.channel();
        Person next = People.invited(channelId);
        asMara().body(Map.of("role", "broadcaster"))
                .put("/api/channels/" + channelId + "/members/" + next.id())
                .then()
                .statusCode(200)
                .body(at("role", equalTo("broadcaster")));

        asMara().delete("/api/accounts/" + next.id())
                .then()
                .statusCode(409)
                .body(at("detail", containsString(channelId)));
    }

    @Test
    void shouldMakeAndUnmakeOperatorsButNeverTheLast() {
        Person person = People.invited("main");
        String mara = Json.of(asMara().get("/api/auth/me")).getString("accountId");
        asMara().delete("/api/accounts/" + mara + "/operator").then().statusCode(409);

        asMara().put("/api/accounts/" + person.id() + "/operator").then().statusCode(204);
        person.again().asks().get("/api/accounts").then().statusCode(200);
        asMara().delete("/api/accounts/" + person.id() + "/operator").then().statusCode(204);

        person.again().asks().get("/api/accounts").then().statusCode(403);
        asMara().delete("/api/accounts/" + mara).then().statusCode(409);
    }

    /** Each of the two is the other's reason that they are not the last. */
    @Test
    void shouldLeaveOneOperatorWhenTwoUnmakeEachOther() {
        Person person = People.invited("main");
        UUID mara = UUID.fromString(Json.of(asMara().get("/api/auth/me")).getString("accountId"));
        for (int round = 0; round < 20; round++) {
            pool.query("update accounts set operator = true where account_id in ('" + mara + "', '" + person.id()
                            + "')")
                    .executeAndAwait();

            List<Boolean> done = Uni.combine()
                    .all()
                    .unis(List.of(unmade(mara), unmade(person.accountId())))
                    .with(Boolean.class, results -> results)
                    .await()
                    .atMost(PATIENCE);

            assertThat(done).containsExactlyInAnyOrder(true, false);
            assertThat(count("select count(*) from accounts where operator and $1::uuid is not null", mara))
                    .isOne();
        }
    }

    @Test
    void shouldChangeHowSomebodyIsShown() {
        Person person = People.invited("main");

        person.asks()
                .body(Map.of("name", "Lena", "avatarUrl", "https://img.example.org/lena.png"))
                .patch("/api/accounts/me")
                .then()
                .statusCode(200);
        person.asks()
                .get("/api/channels/main/viewer-access")
                .then()
                .body(at("name", equalTo("Lena")))
                .body(at("avatarUrl", equalTo("https://img.example.org/lena.png")));
        person.asks()
                .body(Map.of("avatarUrl", ""))
                .patch("/api/accounts/me")
                .then()
                .statusCode(200)
                .body(at("name", equalTo("Lena")))
                .body(at("avatarUrl", equalTo(null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://img.example.org/a.png",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "https://user:secret@img.example.org/a.png",
                "https:///a.png",
                "https://img.example.org/a b.png",
                "//img.example.org/a.png"
            })
    void shouldRefuseAPictureThatIsNotHttps(String address) {
        asMara().body(Map.of("avatarUrl", address))
                .patch("/api/accounts/me")
                .then()
                .statusCode(400)
                .body(at("errors[0].field", equalTo("avatarUrl")));
    }

    private Uni<Boolean> unmade(UUID accountId) {
        return accounts.setOperator(accountId, false)
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    private long count(String query, UUID accountId) {
        return pool.preparedQuery(query)
                .executeAndAwait(Tuple.of(accountId))
                .iterator()
                .next()
                .getLong(0);
    }
}
