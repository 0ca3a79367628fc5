package dev.onstage.streamcontrol.audit;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.AuditEntry;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class AuditTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    AuditRepository repository;

    @Inject
    Outbox outbox;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from audit_entries").executeAndAwait();
    }

    @Test
    void shouldSayWhoDidWhatFromWhereWithWhichLogin() {
        rename(as(EMAIL), "Audited").then().statusCode(200);

        List<AuditEntry> entries = entries("main");

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("channel-changed");
            assertThat(entry.channelId()).isEqualTo("main");
            assertThat(entry.accountName()).isEqualTo("Mara");
            assertThat(entry.from()).isEqualTo("192.0.2.50");
            assertThat(entry.apiToken()).isFalse();
            assertThat(UUID.fromString(entry.login())).isNotNull();
            assertThat(entry.outcome()).isEqualTo("done");
        });
    }

    @Test
    void shouldSayWithWhichApiTokenSomethingWasDone() {
        var made = Json.of(as(EMAIL)
                .body(Map.of("name", "button", "scopes", List.of("broadcast:end"), "expiresInDays", 1))
                .post("/api/tokens"));
        String token = Json.of(json(given())
                        .body(Map.of("token", made.getString("secret")))
                        .post("/api/auth/token"))
                .getString("accessToken");
        given().header("Authorization", "Bearer " + token).post("/api/channels/main/stop-live");

        assertThat(entries(null))
                .extracting(AuditEntry::action, AuditEntry::apiToken, AuditEntry::outcome)
                .containsExactly(tuple("stop-live", true, "refused"), tuple("api-token-made", false, "done"));
        assertThat(entries(null).get(0).login()).isEqualTo(made.getString("tokenId"));
        assertThat(entries(null).get(1).object()).isEqualTo(made.getString("tokenId"));
        assertThat(as(EMAIL).get("/api/audit").asString()).doesNotContain(made.getString("secret"));
    }

    @Test
    void shouldSayWhoAcceptedWhichInviteAndNeverItsCode() {
        pool.query("delete from invite_attempts").executeAndAwait();
        Json forNew = People.invite("main", Map.of());
        Json forOther = People.invite("main", Map.of());
        pool.query("delete from audit_entries").executeAndAwait();

        People.Person person = People.signUp(forNew.getString("code"));
        person.asks()
                .post("/api/invites/" + forOther.getString("code") + "/accept")
                .then()
                .statusCode(200);

        assertThat(entries("main"))
                .extracting(
                        AuditEntry::action,
                        AuditEntry::object,
                        AuditEntry::accountId,
                        AuditEntry::accountName,
                        AuditEntry::outcome)
                .containsExactly(
                        tuple("invite-accepted", forOther.getString("inviteId"), person.id(), "Somebody", "done"),
                        tuple("invite-accepted", forNew.getString("inviteId"), person.id(), "Somebody", "done"));
        assertThat(entries("main").get(1).login()).isEqualTo("none");
        assertThat(everything()).doesNotContain(forNew.getString("code"), forOther.getString("code"));
    }

    @Test
    void shouldNotLetSomebodyInWhomItCannotWriteDown() {
        pool.query("delete from invite_attempts").executeAndAwait();
        String code = People.code("main", Map.of());
        String email = "unwritten-" + UUID.randomUUID() + "@example.org";
        pool.query("alter table audit_entries add constraint full_up check (false) not valid")
                .executeAndAwait();
        try {
            assertThat(json(given())
                            .body(People.account(email))
                            .post("/api/invites/" + code + "/accept")
                            .statusCode())
                    .isGreaterThanOrEqualTo(500);
        } finally {
            pool.query("alter table audit_entries drop constraint full_up").executeAndAwait();
        }

        signIn(email, People.PASSWORD).then().statusCode(401);
    }

    @Test
    void shouldWriteDownWhatAnOperatorDoesToAnAccount() {
        String accountId =
                newAccount("changed-" + UUID.randomUUID() + "@example.org").toString();

        as(EMAIL).put("/api/accounts/" + accountId + "/operator").then().statusCode(204);
        as(EMAIL).put("/api/channels/main/members/" + accountId).then().statusCode(400);
        as(EMAIL)
                .body(Map.of("role", "moderator"))
                .put("/api/channels/main/members/" + accountId)
                .then()
                .statusCode(200);
        as(EMAIL).delete("/api/accounts/" + accountId).then().statusCode(204);

        assertThat(entries(null))
                .extracting(AuditEntry::action, AuditEntry::channelId, AuditEntry::object, AuditEntry::outcome)
                .containsExactly(
                        tuple("account-removed", null, accountId, "done"),
                        tuple("role-changed", "main", accountId, "done"),
                        tuple("role-changed", "main", accountId, "refused"),
                        tuple("operator-changed", null, accountId, "done"));
    }

    @Test
    void shouldKeepOneOfManyRefusals() {
        for (int i = 0; i < 4; i++) {
            as(EMAIL).post("/api/channels/main/stop-live").then().statusCode(409);
        }

        assertThat(entries("main")).extracting(AuditEntry::outcome).containsExactly("refused");
    }

    @Test
    void shouldWriteNothingForStrangers() {
        newAccount("stranger@example.org");

        rename(as("stranger@example.org"), "Mine").then().statusCode(403);
        rename(json(given()), "Mine").then().statusCode(401);

        assertThat(entries(null)).isEmpty();
    }

    @Test
    void shouldNotCarryOutWhatCannotBeWrittenDown() {
        rename(as(EMAIL), "Before").then().statusCode(200);
        pool.query("alter table audit_entries add constraint full_up check (false) not valid")
                .executeAndAwait();
        try {
            assertThat(rename(as(EMAIL), "After").statusCode()).isGreaterThanOrEqualTo(500);
        } finally {
            pool.query("alter table audit_entries drop constraint full_up").executeAndAwait();
        }

        assertThat(Json.of(as(EMAIL).get("/api/channels/main")).getString("title"))
                .isEqualTo("Before");
    }

    @Test
    void shouldShowAChannelToItsBroadcasterAndTheRestToOperators() {
        UUID second = newAccount("second-broadcaster@example.org");
        pool.preparedQuery(
                        "insert into channel_members (channel_id, account_id, role) values ('main', $1, 'broadcaster')")
                .executeAndAwait(Tuple.of(second));
        save(entry("main", "done"));
        save(entry("another", "done"));
        save(entry(null, "done"));
        String broadcaster = "second-broadcaster@example.org";

        assertThat(Json.of(as(broadcaster).get("/api/audit?channelId=main")).getList("entries"))
                .hasSize(1);
        as(broadcaster).get("/api/audit?channelId=another").then().statusCode(403);
        as(broadcaster).get("/api/audit").then().statusCode(403);
        assertThat(entries("another")).hasSize(1);
        assertThat(entries(null)).hasSize(3);
    }

    @Test
    void shouldShowPageAfterPage() {
        for (int i = 0; i < 5; i++) {
            save(entry("main", "done"));
        }

        var first = Json.of(as(EMAIL).get("/api/audit?channelId=main&limit=3"));
        var second = Json.of(as(EMAIL).get("/api/audit?channelId=main&limit=3&before=" + first.getString("before")));

        assertThat(first.getList("entries")).hasSize(3);
        assertThat(second.getList("entries")).hasSize(2).doesNotContainAnyElementsOf(first.getList("entries"));
        for (String wrong : List.of("limit=0", "limit=201", "limit=x", "before=x")) {
            assertThat(as(EMAIL).get("/api/audit?" + wrong).statusCode())
                    .as(wrong)
                    .isIn(400, 404);
        }
    }

    @Test
    void shouldTakeInWhatOtherServicesTellInWhateverOrder() {
        AuditEntry begun = entry("main", "begun");
        AuditEntry done = ended(begun, "done");
        append(begun);
        append(done);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries("main"))
                .extracting(AuditEntry::outcome)
                .containsExactly("done"));

        save(begun);

        assertThat(entries("main")).extracting(AuditEntry::outcome).containsExactly("done");
    }

    @Test
    void shouldForgetTheOldestAndOnlySoManyAtOnce() {
        for (int i = 0; i < 3; i++) {
            save(entry("main", "done"));
        }
        pool.query("update audit_entries set at = now() - interval '400 days'").executeAndAwait();
        save(entry("main", "done"));

        assertThat(repository.forget(Duration.ofDays(365), 2).await().atMost(PATIENCE))
                .isEqualTo(2);
        assertThat(repository.forget(Duration.ofDays(365), 2).await().atMost(PATIENCE))
                .isEqualTo(1);
        assertThat(entries("main")).hasSize(1);
    }

    private static Response rename(RequestSpecification who, String title) {
        return who.header("X-Forwarded-For", "192.0.2.50")
                .body(Map.of("title", title))
                .patch("/api/channels/main");
    }

    private String everything() {
        return pool.query("select coalesce(string_agg(audit_entries::text, ' '), '') from audit_entries")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
    }

    private List<AuditEntry> entries(@Nullable String channelId) {
        return repository.page(channelId, null, 100).await().atMost(PATIENCE);
    }

    private void save(AuditEntry entry) {
        repository.save(entry).await().atMost(PATIENCE);
    }

    private void append(AuditEntry entry) {
        pool.withTransaction(tx -> outbox.append(tx, entry.entryId().toString(), entry))
                .await()
                .atMost(PATIENCE);
    }

    private static AuditEntry entry(@Nullable String channelId, String outcome) {
        return new AuditEntry(
                UuidCreator.getTimeOrderedEpoch(),
                "destination-saved",
                channelId,
                "public",
                "account",
                "Somebody",
                "login",
                false,
                "192.0.2.51",
                Instant.now(),
                outcome);
    }

    private static AuditEntry ended(AuditEntry begun, String outcome) {
        return new AuditEntry(
                begun.entryId(),
                begun.action(),
                begun.channelId(),
                begun.object(),
                begun.accountId(),
                begun.accountName(),
                begun.login(),
                begun.apiToken(),
                begun.from(),
                begun.at(),
                outcome);
    }

    private static RequestSpecification as(String email) {
        String token = Json.of(signIn(email, PASSWORD).then().statusCode(200).extract())
                .getString("accessToken");
        return json(given()).header("Authorization", "Bearer " + token);
    }

    /** With the password of the first account. */
    private UUID newAccount(String email) {
        UUID accountId = UUID.randomUUID();
        pool.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash)"
                        + " select $1, $2, $2, 'Somebody', password_hash from accounts where email = $3")
                .executeAndAwait(Tuple.of(accountId, email, EMAIL));
        return accountId;
    }
}
