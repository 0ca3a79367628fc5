package dev.onstage.webhookingest.journal;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.support.access.RevokedSessions;
import dev.onstage.testing.Json;
import dev.onstage.testing.PrivatePaths;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.storage.StorageReady;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class DeliveryApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DELIVERIES = "/api/webhooks/deliveries";

    private final String channelId = "c-" + UUID.randomUUID();
    private final Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MICROS);

    @Inject
    StorageReady storage;

    @Inject
    JournalService journal;

    @Inject
    Pool pool;

    @Inject
    RevokedSessions revoked;

    @BeforeEach
    void untilReady() {
        await().atMost(PATIENCE).until(() -> storage.isReady());
    }

    @Test
    void shouldPageThroughEachDeliveryOnceWhileMoreCome() {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            entries.add(entry(i).webhookId("w-" + channelId + i).build());
        }
        entries.add(entry(100).webhookId("w-" + channelId + 3).attempt(2).build());
        store(entries);

        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            Json answer = Json.of(as(channelId)
                    .queryParam("limit", 10)
                    .queryParam("cursor", cursor)
                    .get(DELIVERIES)
                    .then()
                    .statusCode(200)
                    .extract());
            seen.addAll(answer.getList("deliveries[*].webhookId", String.class));
            cursor = String.valueOf(answer.get("next"));
            store(List.of(
                    entry(200 + page)
                            .webhookId("w-" + channelId + 14)
                            .attempt(2 + page)
                            .build(),
                    entry(300 + page).webhookId("new-" + channelId + page).build()));
        }

        assertThat(cursor).isEqualTo("null");
        assertThat(seen).hasSize(25).doesNotHaveDuplicates().first().isEqualTo("w-" + channelId + 24);
        as(channelId)
                .queryParam("webhookId", "w-" + channelId + 14)
                .get(DELIVERIES)
                .then()
                .body(at("deliveries", hasSize(1)))
                .body(at("deliveries[0].attempts[*].attempt", contains(1, 2, 3, 4)))
                .body(at(
                        "deliveries[0].id", equalTo(entries.get(14).deliveryId().toString())));
    }

    @Test
    void shouldFindByEveryFilter() {
        store(List.of(
                entry(1).type("call.live_started").build(),
                entry(2).type("message.new")
                        .outcome(DeliveryOutcome.QUARANTINED)
                        .build(),
                entry(3).type("call.updated")
                        .callCid("livestream:" + channelId + "_2")
                        .build(),
                entry(4).type("null").outcome(DeliveryOutcome.REFUSED).build()));

        assertThat(types("type", "message.new")).containsExactly("message.new");
        assertThat(types("outcome", "refused")).containsExactly("null");
        assertThat(types("outcome", "accepted")).containsExactly("call.updated", "call.live_started");
        assertThat(types("callCid", "livestream:" + channelId + "_2")).containsExactly("call.updated");
        assertThat(types("from", start.plusSeconds(3).toString())).containsExactly("null", "call.updated");
        assertThat(types("to", start.plusSeconds(2).toString())).containsExactly("call.live_started");
        assertThat(types("channel", channelId)).hasSize(4);
    }

    /** The sender's id is not signed: whoever captured a body may send it with the id of another. */
    @Test
    void shouldNotTakeForAnAttemptWhatIsAnotherEvent() {
        String shared = "shared-" + channelId;
        store(List.of(
                entry(1).webhookId(shared).build(),
                entry(2).webhookId(shared).type("call.ended").build(),
                entry(3).webhookId(shared).channel("c-" + UUID.randomUUID()).build()));

        as(channelId)
                .get(DELIVERIES)
                .then()
                .body(at("deliveries", hasSize(2)))
                .body(at("deliveries[0].attempts", hasSize(1)))
                .body(at("deliveries[1].attempts", hasSize(1)));
    }

    @Test
    void shouldShowABodyOnceItIsWrittenDownWhoLooks() {
        byte[] body = "{\"type\":\"message.new\",\"price\":1.10,\"big\":12345678901234567890,\"text\":\"hé\"}"
                .getBytes(StandardCharsets.UTF_8);
        JournalEntry plain = entry(1).body(body).build();
        JournalEntry packed =
                entry(2).body(SignedDeliveries.gzip(body)).compressed().build();
        JournalEntry noise = entry(3).body(new byte[] {1, 2, (byte) 0xff}).build();
        JournalEntry twoValues =
                entry(4).body("{},{\"x\":1}".getBytes(StandardCharsets.UTF_8)).build();
        JournalEntry dropped = entry(5).keepBody(false).build();
        store(List.of(plain, packed, noise, twoValues, dropped));

        for (JournalEntry entry : List.of(plain, packed)) {
            String answer = as(channelId)
                    .get(DELIVERIES + "/" + entry.deliveryId())
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(answer).contains("\"body\":" + new String(body, StandardCharsets.UTF_8));
        }
        as(channelId)
                .get(DELIVERIES + "/" + noise.deliveryId())
                .then()
                .body(at("body", nullValue()))
                .body(at("bodyBase64", equalTo("AQL/")));
        as(channelId).get(DELIVERIES + "/" + twoValues.deliveryId()).then().body(at("bodyBase64", notNullValue()));
        as(channelId)
                .get(DELIVERIES + "/" + dropped.deliveryId())
                .then()
                .body(at("delivery.bodyKept", equalTo(false)))
                .body(at("bodyBase64", nullValue()))
                .body(at("body", nullValue()));

        List<Row> audit = audit(plain.deliveryId());
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0).getString("account_id")).isEqualTo("broadcaster-of-" + channelId);
        assertThat(audit.get(0).getString("action")).isEqualTo("BODY_READ");
        assertThat(audit.get(0).getJsonObject("detail").encode()).doesNotContain("price");
    }

    @Test
    void shouldLetNobodySeeWhatIsNotTheirs() {
        JournalEntry mine = entry(1).build();
        JournalEntry nobodys = entry(2).channel(null).build();
        store(List.of(mine, nobodys));
        String other = "c-" + UUID.randomUUID();

        given().get(DELIVERIES).then().statusCode(401).body(at("type", equalTo("/problems/unauthenticated")));
        given().get(DELIVERIES + "/" + mine.deliveryId()).then().statusCode(401);
        viewer().get(DELIVERIES).then().statusCode(403).body(at("type", equalTo("/problems/forbidden")));
        as(other).queryParam("channel", channelId).get(DELIVERIES).then().statusCode(403);
        as(other).get(DELIVERIES).then().statusCode(200).body(at("deliveries", hasSize(0)));
        as(other)
                .queryParam("callCid", "livestream:" + channelId)
                .get(DELIVERIES)
                .then()
                .body(at("deliveries", hasSize(0)));
        as(other)
                .get(DELIVERIES + "/" + mine.deliveryId())
                .then()
                .statusCode(404)
                .body(at("type", equalTo("/problems/not-found")));
        as(channelId).get(DELIVERIES + "/" + nobodys.deliveryId()).then().statusCode(404);
        as(channelId).get(DELIVERIES + "/" + UUID.randomUUID()).then().statusCode(404);
        as(channelId).get(DELIVERIES + "/nonsense").then().statusCode(404);
        operator().get(DELIVERIES + "/" + nobodys.deliveryId()).then().statusCode(200);
        operator().get(DELIVERIES + "/" + mine.deliveryId()).then().statusCode(200);
        assertThat(audit(mine.deliveryId()))
                .extracting(row -> row.getString("account_id"))
                .containsExactly("the-operator");
    }

    @Test
    void shouldShowNoBodyToALoginSessionThatHasEnded() {
        JournalEntry entry = entry(1).build();
        store(List.of(entry));
        String account = "gone-" + channelId;
        revoked.revoke("login-" + account, Duration.ofMinutes(1)).await().atMost(PATIENCE);

        given().auth()
                .oauth2(TestTokens.user(account).broadcasterOf(channelId).sign())
                .get(DELIVERIES + "/" + entry.deliveryId())
                .then()
                .statusCode(401)
                .body(at("type", equalTo("/problems/unauthenticated")))
                .body(at("detail", containsString("signed out")));
        assertThat(audit(entry.deliveryId())).isEmpty();
    }

    @Test
    void shouldShowNothingToSomebodyWhoSignedOut() {
        revoked.revoke("login-away", Duration.ofMinutes(1)).await().atMost(PATIENCE);

        PrivatePaths.checkRefused(
                Set.of("POST /api/webhooks/getstream"),
                TestTokens.user("away").broadcasterOf("main").operator().sign());
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        as(channelId)
                .queryParam("cursor", "nonsense")
                .get(DELIVERIES)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(at("detail", containsString("cursor")))
                .body(at("fix", notNullValue()));
        as(channelId).queryParam("limit", 0).get(DELIVERIES).then().statusCode(400);
        as(channelId).queryParam("limit", 201).get(DELIVERIES).then().statusCode(400);
        as(channelId).queryParam("from", "yesterday").get(DELIVERIES).then().statusCode(400);
        as(channelId).queryParam("outcome", "lost").get(DELIVERIES).then().statusCode(400);
        given().auth()
                .oauth2(TestTokens.user("two")
                        .broadcasterOf("a")
                        .broadcasterOf("b")
                        .sign())
                .get(DELIVERIES)
                .then()
                .statusCode(400)
                .body(at("detail", containsString("channel")));
    }

    @Test
    void shouldTellWhetherWebhooksArrive() {
        store(List.of(
                entry(1).type("call.live_started").build(),
                entry(2).type("call.live_started").build(),
                entry(3).type("message.new")
                        .outcome(DeliveryOutcome.QUARANTINED)
                        .build()));
        store(List.of(entry(-7_200).type("ingress.started").build()));

        as(channelId)
                .get("/api/webhooks/health")
                .then()
                .statusCode(200)
                .body(at("channelId", equalTo(channelId)))
                .body(at("lastReceived[*].type", contains("message.new", "call.live_started", "ingress.started")))
                .body(at("lastReceived[1].at", equalTo(start.plusSeconds(2).toString())))
                .body(at("lastHour.accepted", equalTo(2)))
                .body(at("lastHour.quarantined", equalTo(1)))
                .body(at("lastHour.refused", equalTo(0)))
                .body(at("lastDay.accepted", equalTo(3)))
                .body(at("journal.lagSeconds", notNullValue()))
                .body(at("spool.deliveries", equalTo(0)))
                .body(at("refusals.sources", nullValue()));
        given().body("{}").post("/api/webhooks/getstream").then().statusCode(401);
        await().atMost(PATIENCE).untilAsserted(() -> operator()
                .get("/api/webhooks/health")
                .then()
                .statusCode(200)
                .body(at("lastReceived[*].type", hasItem("ingress.started")))
                .body(at("refusals.lastHour", greaterThan(0)))
                .body(at("refusals.share", greaterThan(0.0)))
                .body(at("refusals.lastAt", notNullValue()))
                .body(at("refusals.reasons.not-signed", greaterThan(0)))
                .body(at("refusals.sources[0].source", equalTo("127.0.0.1"))));
        viewer().get("/api/webhooks/health").then().statusCode(403);
        as("other")
                .queryParam("channel", channelId)
                .get("/api/webhooks/health")
                .then()
                .statusCode(403);
        given().get("/api/webhooks/health").then().statusCode(401);
    }

    @Test
    void shouldKeepCountsOfRefusalsForADay() {
        pool.query(
                        "INSERT INTO webhook_refusal_counts (minute, reason, refused, last_at) VALUES"
                                + " (now() - interval '25 hours', 'cut-off', 3, now()), (now() - interval '23 hours', 'cut-off', 3, now())")
                .execute()
                .await()
                .atMost(PATIENCE);
        pool.query(
                        "INSERT INTO journal_lags (copy, lag_millis, told_at) VALUES ('ended', 1, now() - interval '2 minutes')")
                .execute()
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(reachesBack("minute < now() - interval '24 hours'", "webhook_refusal_counts"))
                    .isFalse();
            assertThat(reachesBack("copy = 'ended'", "journal_lags")).isFalse();
        });
        assertThat(reachesBack("minute < now() - interval '22 hours'", "webhook_refusal_counts"))
                .isTrue();
    }

    private boolean reachesBack(String condition, String table) {
        return pool.query("SELECT 1 FROM " + table + " WHERE " + condition)
                        .execute()
                        .await()
                        .atMost(PATIENCE)
                        .size()
                > 0;
    }

    private List<String> types(String parameter, String value) {
        return Json.of(as(channelId)
                        .queryParam(parameter, value)
                        .get(DELIVERIES)
                        .then()
                        .statusCode(200)
                        .extract())
                .getList("deliveries[*].type", String.class);
    }

    private List<Row> audit(UUID deliveryId) {
        List<Row> rows = new ArrayList<>();
        pool.preparedQuery("SELECT * FROM journal_audit WHERE detail ->> 'deliveryId' = $1")
                .execute(Tuple.of(deliveryId.toString()))
                .await()
                .atMost(PATIENCE)
                .forEach(rows::add);
        return rows;
    }

    private void store(List<JournalEntry> entries) {
        journal.store(entries).await().atMost(PATIENCE);
    }

    private EntryBuilder entry(int seconds) {
        return EntryBuilder.at(start.plusSeconds(seconds)).channel(channelId);
    }

    private static RequestSpecification as(String channelId) {
        return given().auth().oauth2(TestTokens.broadcaster(channelId));
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.user("the-operator").operator().sign());
    }

    private static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.viewer());
    }
}
