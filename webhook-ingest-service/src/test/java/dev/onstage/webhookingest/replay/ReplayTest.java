package dev.onstage.webhookingest.replay;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.Topic;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.testing.Json;
import dev.onstage.testing.Management;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestTokens;
import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the endpoint through Kafka and the journal back to Kafka. A request takes at most five deliveries in tests. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ReplayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Topic> EVENTS =
            List.of(Topic.PROVIDER_CALL, Topic.PROVIDER_PRESENCE, Topic.PROVIDER_CHAT, Topic.PROVIDER_MODERATION);

    private final String channelId = "r-" + UUID.randomUUID();

    @Inject
    Pool pool;

    @Inject
    RevokedSessions revoked;

    @BeforeEach
    void untilReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> Management.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldPublishEqualRecordsAndNoSecondDelivery() {
        deliver("call.session_started", Instant.now());
        deliver("call.session_participant_left", Instant.now());
        deliver("message.new", Instant.now());
        deliver("ingress.stopped", Instant.now());
        List<String> ids = awaitJournal(4);
        List<ConsumerRecord<String, byte[]>> first = events();
        assertThat(first).hasSize(6);

        replay(Map.of("ids", ids))
                .statusCode(200)
                .body(at("dryRun", equalTo(false)))
                .body(at("deliveries", equalTo(4)))
                .body(at("types", hasSize(4)))
                .body(at("cannot", empty()))
                .body(at("complete", equalTo(true)))
                .body(at("next", nullValue()));

        List<ConsumerRecord<String, byte[]>> all = events();
        assertThat(all).hasSize(12);
        for (ConsumerRecord<String, byte[]> one : first) {
            assertThat(all.stream().filter(other -> ceId(other).equals(ceId(one))))
                    .hasSize(2)
                    .allSatisfy(copy -> {
                        assertThat(copy.topic()).isEqualTo(one.topic());
                        assertThat(copy.partition()).isEqualTo(one.partition());
                        assertThat(copy.key()).isEqualTo(one.key());
                        assertThat(copy.value()).isEqualTo(one.value());
                        assertThat(copy.headers()).isEqualTo(one.headers());
                    });
        }
        deliver("call.ended", Instant.now());
        awaitJournal(5);
        assertThat(audit()).containsExactly("REPLAY_BEGUN", "REPLAY_ENDED");
    }

    @Test
    void shouldApplyWhatWasQuarantined() {
        deliver("call.live_started", Instant.now().minus(Duration.ofHours(3)));
        List<String> ids = awaitJournal(1);
        assertThat(events()).isEmpty();

        replay(Map.of("filter", Map.of("channel", channelId, "outcome", "quarantined")))
                .statusCode(200)
                .body(at("types[*].type", contains("call.live_started")));
        assertThat(events()).hasSize(1);
        replay(Map.of("ids", ids)).statusCode(200);

        assertThat(events()).extracting(ReplayTest::ceId).hasSize(2).containsOnly(ceId(events().get(0)));
    }

    @Test
    void shouldSayWhatItWouldSendAndSendNothing() {
        deliver("call.updated", Instant.now());
        deliver("call.updated", Instant.now());
        deliver("message.new", Instant.now());
        deliver("call.teleported", Instant.now());
        awaitJournal(4);
        execute("UPDATE webhook_deliveries SET body = NULL, body_dropped = true"
                + " WHERE channel_id = $1 AND event_type = 'message.new'");
        int before = events().size();
        Map<String, Object> filter = Map.of("channel", channelId);

        replay(Map.of("filter", filter, "dryRun", true))
                .statusCode(200)
                .body(at("dryRun", equalTo(true)))
                .body(at("deliveries", equalTo(2)))
                .body(at("types[*].type", contains("call.updated")))
                .body(at("cannot[*].type", contains("call.teleported", "message.new")))
                .body(at("cannot[*].reason", contains("UNKNOWN_TYPE", "BODY_DROPPED")))
                .body(at("complete", equalTo(true)));
        assertThat(events()).hasSize(before);
        assertThat(audit()).containsExactly("REPLAY_PREVIEWED");

        replay(Map.of("filter", filter))
                .body(at("deliveries", equalTo(2)))
                .body(at("cannot[*].reason", contains("UNKNOWN_TYPE", "BODY_DROPPED")));
        assertThat(events()).hasSize(before + 2);
    }

    @Test
    void shouldGoOnWhereItStopped() {
        for (int i = 0; i < 7; i++) {
            deliver("call.updated", Instant.now());
        }
        awaitJournal(7);
        Map<String, Object> filter = Map.of("channel", channelId, "type", "call.updated");

        String next = Json.of(replay(Map.of("filter", filter))
                        .statusCode(200)
                        .body(at("deliveries", equalTo(5)))
                        .body(at("complete", equalTo(false)))
                        .extract())
                .getString("next");
        replay(Map.of("filter", filter, "dryRun", true, "cursor", next)).body(at("deliveries", equalTo(2)));
        replay(Map.of("filter", filter, "cursor", next))
                .body(at("deliveries", equalTo(2)))
                .body(at("next", nullValue()));

        assertThat(events()).hasSize(14);
        assertThat(events().stream().map(ReplayTest::ceId).distinct()).hasSize(7);
    }

    /** Attempts of one delivery are one delivery. */
    @Test
    void shouldReplayTheAttemptsOfADeliveryOnce() {
        byte[] body = body("call.updated", Instant.now());
        String webhookId = UUID.randomUUID().toString();
        deliver(body, webhookId, 1);
        deliver(body, webhookId, 2);
        awaitJournal(2);

        replay(Map.of("filter", Map.of("channel", channelId))).body(at("deliveries", equalTo(1)));

        assertThat(events()).hasSize(3);
    }

    /** The sender's id of a delivery is not signed: whoever captured a body may send it again as if it were another. */
    @Test
    void shouldAddNothingWhenACapturedBodyComesUnderANewId() {
        byte[] body = body("call.session_started", Instant.now());
        deliver(body, channelId + "-sent", 1);
        deliver(body, channelId + "-sent", 2);
        deliver(body, channelId + "-captured", 1);
        awaitJournal(3);

        given().auth()
                .oauth2(TestTokens.broadcaster(channelId))
                .get("/api/webhooks/deliveries")
                .then()
                .body(at("deliveries[*].webhookId", contains(channelId + "-captured", channelId + "-sent")))
                .body(at("deliveries[0].attempts[*].attempt", contains(1)))
                .body(at("deliveries[1].attempts[*].attempt", contains(1, 2)));
        replay(Map.of("filter", Map.of("channel", channelId))).body(at("deliveries", equalTo(2)));

        List<ConsumerRecord<String, byte[]>> copies = events();
        assertThat(copies).as("three of each delivery, two of each replay").hasSize(3 * 3 + 2 * 3);
        assertThat(copies.stream().map(ReplayTest::described).distinct())
                .as("nothing that whoever drops what they have seen would take for new")
                .hasSize(3);
    }

    @Test
    void shouldHaveTheEventsBelongToTheTraceOfTheReplay() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        deliver("call.updated", Instant.now());
        Map<String, Object> request = Map.of("ids", awaitJournal(1));

        post(TestTokens.broadcaster(channelId), trace, request).statusCode(200);
        post(TestTokens.broadcaster(channelId), "not one", request).statusCode(200);

        assertThat(events()).extracting(ReplayTest::trace).containsExactlyInAnyOrder(null, trace, null);
    }

    @Test
    void shouldRefuseALoginSessionThatHasEnded() {
        deliver("call.updated", Instant.now());
        List<String> ids = awaitJournal(1);
        String account = "gone-" + channelId;
        revoked.revoke("login-" + account, Duration.ofMinutes(1)).await().atMost(PATIENCE);
        String token = TestTokens.user(account).broadcasterOf(channelId).sign();

        for (boolean dryRun : List.of(true, false)) {
            post(token, Map.of("ids", ids, "dryRun", dryRun))
                    .statusCode(401)
                    .body(at("type", equalTo("/problems/unauthenticated")))
                    .body(at("detail", containsString("signed out")));
        }

        assertThat(events()).as("only that of the receipt").hasSize(1);
        assertThat(audit(account)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotTheirsOrNotClear() {
        deliver("call.updated", Instant.now());
        String mine = awaitJournal(1).get(0);
        String other = TestTokens.broadcaster("r-" + UUID.randomUUID());
        int before = events().size();

        post(other, Map.of("ids", List.of(mine)))
                .statusCode(404)
                .body(at("missing", contains(mine)))
                .body(at("type", equalTo("/problems/not-found")));
        post(other, Map.of("filter", Map.of("channel", channelId))).statusCode(403);
        post(TestTokens.viewer(), Map.of("filter", Map.of("type", "call.updated")))
                .statusCode(403);
        replay(Map.of("ids", List.of(mine, UUID.randomUUID().toString())))
                .statusCode(404)
                .body(at("missing", hasSize(1)));
        replay(Map.of()).statusCode(400).body(at("detail", containsString("either")));
        replay(Map.of("ids", List.of(mine), "filter", Map.of())).statusCode(400);
        replay(Map.of("ids", List.of())).statusCode(400);
        replay(Map.of("ids", List.of("nonsense"))).statusCode(400);
        replay(Map.of("ids", Collections.nCopies(6, mine)))
                .statusCode(400)
                .body(at("detail", containsString("too many")))
                .body(at("fix", notNullValue()));
        replay(Map.of("ids", List.of(mine), "cursor", "nonsense")).statusCode(400);
        post(TestTokens.user("op").operator().sign(), Map.of("filter", Map.of("type", "call.updated")))
                .statusCode(400)
                .body(at("detail", containsString("whole journal")));
        given().contentType("application/json")
                .body(Map.of("ids", List.of(mine)))
                .post("/api/webhooks/deliveries/replay")
                .then()
                .statusCode(401);

        assertThat(events()).hasSize(before);
    }

    /** What a stranger writes into a body is neither large nor somebody else's in the trail. */
    @Test
    void shouldWriteDownNoChannelThatWasNotChecked() {
        String stranger = TestTokens.user("stranger-" + channelId).sign();
        post(stranger, Map.of("filter", Map.of("channel", "x".repeat(1_500_000)), "dryRun", true));
        post(stranger, Map.of("filter", Map.of("channel", channelId), "dryRun", true))
                .statusCode(403);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries("stranger-" + channelId))
                .filteredOn(entry -> entry.contains("refused"))
                .hasSize(2));
        assertThat(entries("stranger-" + channelId))
                .allSatisfy(entry -> assertThat(entry).hasSizeLessThan(1000).doesNotContain("\"channelId\":\""));
    }

    @Test
    void shouldSayWhichChannelWasReplayedAlsoWhenNobodyNamedIt() {
        deliver("call.updated", Instant.now());
        List<String> ids = awaitJournal(1);

        replay(Map.of("ids", ids, "dryRun", true)).statusCode(200);
        replay(Map.of("filter", Map.of("type", "call.updated"), "dryRun", true)).statusCode(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries("broadcaster-of-" + channelId))
                .filteredOn(entry -> entry.contains("\"done\""))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry).contains("\"channelId\":\"" + channelId + "\"")));
    }

    /** Of the trail of commands, as stream-control is told. */
    private static List<String> entries(String account) {
        return TestKafka.readAll(Topic.AUDIT_ENTRY.topicName()).stream()
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .filter(entry -> entry.contains("\"" + account + "\""))
                .toList();
    }

    private ValidatableResponse replay(Map<String, ?> request) {
        return post(TestTokens.broadcaster(channelId), request);
    }

    private static ValidatableResponse post(String token, Map<String, ?> request) {
        return post(token, "", request);
    }

    private static ValidatableResponse post(String token, String traceParent, Map<String, ?> request) {
        return given().auth()
                .oauth2(token)
                .header("traceparent", traceParent)
                .contentType("application/json")
                .body(request)
                .post("/api/webhooks/deliveries/replay")
                .then();
    }

    private void deliver(String example, Instant time) {
        deliver(body(example, time), UUID.randomUUID().toString(), 1);
    }

    private static void deliver(byte[] body, String webhookId, int attempt) {
        given().contentType("application/json")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", SignedDeliveries.sign(body, SignedDeliveries.SECRET))
                .header("X-Webhook-Id", webhookId)
                .header("X-Webhook-Attempt", Integer.toString(attempt))
                .body(body)
                .post("/api/webhooks/getstream")
                .then()
                .statusCode(204);
    }

    /** An example of this channel, different from every other. */
    private byte[] body(String type, Instant time) {
        try {
            ObjectNode body = type.equals("call.teleported")
                    ? JSON.createObjectNode().put("type", type)
                    : (ObjectNode) JSON.readTree(SignedDeliveries.example(type));
            body.put("created_at", time.toString());
            body.put("nonce", UUID.randomUUID().toString());
            if (type.startsWith("message.")) {
                body.put("cid", "livestream_invite:" + channelId);
            } else {
                body.put("call_cid", "livestream:" + channelId);
            }
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> awaitJournal(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(journalled()).hasSize(count));
        return journalled();
    }

    private List<String> journalled() {
        List<String> ids = new ArrayList<>();
        pool.preparedQuery("SELECT delivery_id FROM webhook_deliveries WHERE channel_id = $1 ORDER BY 1")
                .execute(Tuple.of(channelId))
                .await()
                .atMost(PATIENCE)
                .forEach(row -> ids.add(row.getUUID(0).toString()));
        return ids;
    }

    private List<String> audit() {
        return audit("broadcaster-of-" + channelId);
    }

    private List<String> audit(String account) {
        List<String> actions = new ArrayList<>();
        pool.preparedQuery("SELECT action FROM journal_audit WHERE account_id = $1 ORDER BY at")
                .execute(Tuple.of(account))
                .await()
                .atMost(PATIENCE)
                .forEach(row -> actions.add(row.getString(0)));
        return actions;
    }

    private void execute(String statement) {
        pool.preparedQuery(statement).execute(Tuple.of(channelId)).await().atMost(PATIENCE);
    }

    /** Everything published about this channel, in order within a partition. */
    private List<ConsumerRecord<String, byte[]>> events() {
        return EVENTS.stream()
                .flatMap(topic -> TestKafka.readAll(topic.topicName()).stream())
                .filter(one -> new String(one.value(), StandardCharsets.UTF_8).contains(":" + channelId))
                .toList();
    }

    private static String described(ConsumerRecord<String, byte[]> one) {
        List<String> headers = new ArrayList<>();
        one.headers()
                .forEach(
                        header -> headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)));
        return one.topic() + " " + one.key() + " " + headers + " " + new String(one.value(), StandardCharsets.UTF_8);
    }

    private static @Nullable String trace(ConsumerRecord<String, byte[]> one) {
        var header = one.headers().lastHeader("traceparent");
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String ceId(ConsumerRecord<String, byte[]> one) {
        return new String(one.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
    }
}
