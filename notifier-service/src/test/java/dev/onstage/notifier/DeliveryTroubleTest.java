package dev.onstage.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.events.Topic;
import dev.onstage.testing.Json;
import dev.onstage.testing.LogLines;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands, what is said about it, and what a person can do, when something went wrong. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class DeliveryTroubleTest extends DestinationFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Pool pool;

    @AfterEach
    void liftPauses() {
        pool.query("DELETE FROM kind_limits").execute().await().indefinitely();
    }

    @Test
    void shouldLeaveOneMessageWhenTheLiveOneTakesNoMoreEdits() {
        save("\"atEnd\":\"EDIT\",");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);
        discord.fault(webhookId, "\"status\":429,\"code\":30046,\"retryAfter\":3600,\"methods\":[\"PATCH\"]");

        BroadcastScript.publish(show.ended());

        await().atMost(PATIENCE).untilAsserted(() -> {
            List<JsonNode> messages = discord.messages(webhookId);
            assertThat(messages).hasSize(2);
            assertThat(messages.get(0).path("deletedAt").isNull()).isFalse();
            assertThat(messages.get(1).path("deletedAt").isNull()).isTrue();
        });
        awaitState("ENDED", "SENT");
        awaitState("LIVE", "DELETED");
    }

    @Test
    void shouldTryAgainByHandWhatWasGivenUp() {
        save("");
        discord.fault(webhookId, "\"status\":400,\"code\":50035,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "FAILED");
        assertThat(delivery("LIVE").getString("reason")).startsWith("Discord refused");
        assertThat(list().getString("[0].lastError.reason")).startsWith("Discord refused");
        assertThat(list().getInt("[0].lastError.status")).isEqualTo(400);
        assertThat(list().get("[0].lastSuccess")).isNull();

        retry(show.sessionId).statusCode(200);

        awaitState("LIVE", "SENT");
        awaitMessages(1);
        assertThat(delivery("LIVE").get("reason")).isNull();
        assertThat(list().getInt("[0].lastSuccess.status")).isEqualTo(200);
        retry(show.sessionId).statusCode(409);
        retry(UUID.randomUUID()).statusCode(409);
    }

    @Test
    void shouldSayInTheLogForWhichChannelACallWas() {
        save("");
        pool.preparedQuery("UPDATE destinations SET address = 'no-such-key.' WHERE channel_id = $1")
                .execute(Tuple.of(show.channelId))
                .await()
                .indefinitely();
        try (LogLines log = LogLines.withEpochOf("dev.onstage.notifier.delivery.DeliveryWorker")) {
            BroadcastScript.publish(show.wentLive());

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.all())
                    .contains(show.channelId + "/1: A notification could not be prepared"));
        }
    }

    @Test
    void shouldTryAtOnceByHandWhatWaits() {
        save("");
        discord.fault(webhookId, "\"status\":429,\"retryAfter\":3600,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getList("attempts[*].outcome"))
                .containsExactly("LIMITED"));
        assertThat(Instant.parse(delivery("LIVE").getString("nextAttemptAt")))
                .isAfter(Instant.now().plusSeconds(3000));
        pool.query("UPDATE destinations SET quiet_until = now()")
                .execute()
                .await()
                .indefinitely();
        staysAt(0);

        retry(show.sessionId).statusCode(200);

        awaitState("LIVE", "SENT");
        staysAt(1);
    }

    @Test
    void shouldPostAnUnknownMessageAgainOnlyWhenAPersonAsks() {
        save("\"onUnknown\":\"NEVER\",");
        discord.fault(webhookId, "\"drop\":\"answer\",\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "UNKNOWN");
        staysAt(1);

        retry(show.sessionId).statusCode(200);

        awaitState("LIVE", "SENT");
        staysAt(2);
    }

    @Test
    void shouldNotTellASessionThatFollowsTooSoon() {
        save("\"coolDownSeconds\":600,");
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "SENT");
        BroadcastScript.publish(show.ended());
        awaitState("ENDED", "SENT");
        UUID second = UUID.randomUUID();

        BroadcastScript.publish(show.wentLiveAgain(second), show.endedAgain(second));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(history().getList("[*].sessionId"))
                .contains(second.toString()));
        Json skipped = history().within("[?(@.sessionId == '" + second + "' && @.form == 'LIVE')]");
        assertThat(skipped.getList("[*].state")).containsExactly("SKIPPED");
        assertThat(skipped.getString("[0].reason")).contains("cool-down");
        staysAt(1);
    }

    @Test
    void shouldStopEveryDestinationWhileDiscordSaysSo() {
        save("");
        discord.fault(webhookId, "\"status\":429,\"retryAfter\":3600,\"global\":true,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getList("attempts[*].outcome"))
                .containsExactly("LIMITED"));

        ValidatableResponse test = test();

        test.statusCode(503);
        assertThat(Integer.parseInt(test.extract().header("Retry-After"))).isGreaterThan(3000);
        assertThat(discord.calls(webhookId, "POST")).hasSize(1);
    }

    @Test
    void shouldProbeWithOneCallAfterTheFirewallBlocked() {
        save("");
        String second = Long.toString(Long.parseLong(webhookId) - 1);
        putAt(
                "private",
                "{\"kind\":\"discord\",\"url\":\"https://discord.com/api/webhooks/" + second + "/" + TOKEN + "\"}");
        discord.fault(webhookId, "\"status\":429,\"html\":true,\"methods\":[\"POST\"]");
        discord.fault(second, "\"status\":429,\"html\":true,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).until(() -> blocks() == 1);
        await().atMost(PATIENCE).until(() -> sending() == 0);
        int before = posts(second);
        discord.clearFaults();
        discord.fault(webhookId, "\"slowAnswerMillis\":3000,\"methods\":[\"POST\"]");
        discord.fault(second, "\"slowAnswerMillis\":3000,\"methods\":[\"POST\"]");

        waitNoLonger();

        await().atMost(PATIENCE).until(() -> sending() == 1);
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> posts(second) - before <= 1 && sending() <= 1);
        awaitState("LIVE", "SENT");
        await().atMost(PATIENCE)
                .until(() -> sending() == 0 && discord.messages(second).size() == 1);
        assertThat(blocks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"body\":\"<html>404 Not Found</html>\",\"contentType\":\"text/html\"",
                "\"code\":10003",
                "\"code\":10008"
            })
    void shouldStayOnAndTryAgainWhenNotTheWebhookWasNotFound(String answer) {
        save("").statusCode(200);
        discord.fault(webhookId, "\"status\":404,\"methods\":[\"POST\"]," + answer);

        BroadcastScript.publish(show.wentLive());

        awaitState("LIVE", "SENT");
        assertThat(delivery("LIVE").getList("attempts[*].outcome")).containsExactly("RETRY", "SENT");
        assertThat(list().getBoolean("[0].enabled")).isTrue();
        assertThat(list().get("[0].switchedOff")).isNull();
    }

    @Test
    void shouldTellTheEndThroughANewAddress() {
        save("");
        discord.fault(webhookId, "\"status\":404,\"code\":10015,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(list().getString("[0].switchedOff.reason"))
                .contains("deleted in Discord"));
        save("").statusCode(200);

        retry(show.sessionId).statusCode(200);
        awaitState("LIVE", "SENT");
        BroadcastScript.publish(show.ended());

        awaitState("ENDED", "SENT");
        assertThat(staysAt(1).get(0).at("/payload/content").asText()).isEqualTo("**Nova** was live.");
    }

    @Test
    void shouldStayOffWhenItsOwnerSwitchedItOff() {
        save("").statusCode(200);
        put("{\"kind\":\"discord\",\"enabled\":false}").statusCode(200);

        save("").statusCode(200);

        assertThat(list().getBoolean("[0].enabled")).isFalse();
    }

    @Test
    void shouldAskTheReceiverBeforeADestinationIsOnAgain() {
        save("");
        discord.removeWebhook(webhookId);
        test().statusCode(400);
        assertThat(list().getString("[0].switchedOff.reason")).contains("deleted in Discord");

        put("{\"kind\":\"discord\",\"enabled\":true}").statusCode(400);

        discord.bringBack(webhookId, TOKEN);
        save("").statusCode(200);
        assertThat(list().getBoolean("[0].enabled")).isTrue();
        assertThat(list().get("[0].switchedOff")).isNull();
    }

    @Test
    void shouldAnnounceWhatBecameOfIt() {
        save("");
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "SENT");
        discord.removeWebhook(webhookId);
        BroadcastScript.publish(show.ended());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes()).anyMatch(event -> event.has("switchedOffAt")));
        List<JsonNode> outcomes = outcomes();
        assertThat(outcomes).allSatisfy(event -> {
            assertThat(event.path("destinationId").asText()).isEqualTo("public");
            assertThat(event.toString()).doesNotContain(TOKEN).doesNotContain(webhookId);
        });
        assertThat(outcomes.stream()
                        .filter(event -> event.has("settledAt"))
                        .map(event -> event.path("form").asText() + " "
                                + event.path("state").asText()))
                .containsExactly("LIVE SENT", "ENDED FAILED");
    }

    private void waitNoLonger() {
        pool.query("UPDATE destinations SET quiet_until = now()")
                .execute()
                .await()
                .indefinitely();
        pool.query("UPDATE notification_messages SET due_at = now() WHERE state = 'PENDING'")
                .execute()
                .await()
                .indefinitely();
        pool.query("UPDATE kind_limits SET quiet_until = now()")
                .execute()
                .await()
                .indefinitely();
    }

    private int sending() {
        return pool.preparedQuery("SELECT count(*)::integer FROM notification_messages"
                        + " WHERE session_id = $1 AND state = 'SENDING'")
                .execute(Tuple.of(show.sessionId))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0);
    }

    private int posts(String webhook) {
        return discord.calls(webhook, "POST").size();
    }

    private List<JsonNode> outcomes() {
        return TestKafka.readAll(Topic.NOTIFIER_OUTCOME.topicName()).stream()
                .filter(consumed -> consumed.key().equals(show.channelId))
                .map(DeliveryTroubleTest::value)
                .distinct()
                .toList();
    }

    private static JsonNode value(ConsumerRecord<String, byte[]> consumed) {
        try {
            return JSON.readTree(consumed.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int blocks() {
        return pool.query("SELECT coalesce(max(blocks), 0) FROM kind_limits WHERE kind = 'discord'")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0);
    }

    private Json history() {
        return Json.of(as(TestTokens.broadcaster(show.channelId))
                .get("/api/notifications/channels/{channel}/public/deliveries", show.channelId)
                .then()
                .statusCode(200)
                .extract());
    }

    private ValidatableResponse retry(UUID sessionId) {
        return as(TestTokens.broadcaster(show.channelId))
                .post(
                        "/api/notifications/channels/{channel}/public/deliveries/{session}/retry",
                        show.channelId,
                        sessionId)
                .then();
    }

    private ValidatableResponse test() {
        return as(TestTokens.broadcaster(show.channelId))
                .post("/api/notifications/channels/{channel}/public/test", show.channelId)
                .then();
    }
}
