package dev.onstage.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.Management;
import dev.onstage.testing.OddTexts;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events in, Discord messages out. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class NotifierTest extends DestinationFixture {
    @Inject
    Pool pool;

    @Test
    void shouldPostOneLiveAndOneEndedWhateverIsRepeatedAndShuffled() {
        save("\"atEnd\":\"SECOND_POST\",");

        BroadcastScript.publish(show.described(), show.wentLive(), show.wentLive(), show.described());
        awaitMessages(1);
        BroadcastScript.publish(
                show.summarised(1, 12),
                show.encoderLost(),
                show.wentLive(),
                show.encoderBack(),
                show.encoderLost(),
                show.ended(),
                show.wentLive(),
                show.ended(),
                show.summarised(2, 13),
                show.summarised(1, 12));

        awaitField("Peak viewers", "13");
        List<JsonNode> messages = staysAt(2);
        assertThat(messages.get(0).at("/payload/embeds/0/url").asText())
                .isEqualTo("https://live.example/c/" + show.channelId);
        assertThat(messages.get(0).at("/payload/embeds/0/author/name").asText()).isEqualTo("Nova");
        assertThat(fields(messages.get(1))).contains("2 min", "13", "7");
        assertThat(messages).allSatisfy(message -> assertThat(
                        message.at("/payload/allowed_mentions").toString())
                .isEqualTo("{\"parse\":[]}"));
    }

    @Test
    void shouldNotBeStoppedByAnyTextOfAnyEvent() {
        save("\"atEnd\":\"SECOND_POST\",");
        BroadcastScript odd = new BroadcastScript();
        for (OnstageEvent event : List.of(
                odd.described(),
                odd.wentLive(),
                odd.encoderLost(),
                odd.encoderBack(),
                odd.ended(),
                odd.summarised(1, 12))) {
            BroadcastScript.publish(event, OddTexts.of(EventRecords.serialise(event)));
        }

        BroadcastScript.publish(show.wentLive(), show.ended(), show.summarised(1, 12));

        awaitField("Peak viewers", "12");
        for (Topic topic : List.of(Topic.STREAM_LIFECYCLE, Topic.ANALYTICS_SESSION)) {
            String group = topic.groups().get(topic.groups().size() - 1);
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(TestKafka.uncommitted(group, topic.topicName()))
                            .isZero());
        }
    }

    @Test
    void shouldTellTheEndAtOnceAndEditTheFiguresIn() {
        save("\"atEnd\":\"SECOND_POST\",");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        BroadcastScript.publish(show.ended());

        JsonNode ended = awaitMessages(2).get(1);
        assertThat(fields(ended)).containsExactly("2 min");
        BroadcastScript.publish(show.summarised(1, 12));
        awaitField("Peak viewers", "12");
        assertThat(staysAt(2).get(1).path("id").asText())
                .isEqualTo(ended.path("id").asText());
    }

    @Test
    void shouldPostNoStaleLiveWhenTheEndCameFirst() {
        save("");

        BroadcastScript.publish(show.ended(), show.wentLive());

        awaitMessages(1);
        assertThat(fields(staysAt(1).get(0))).containsExactly("2 min");
        awaitState("LIVE", "SKIPPED");
    }

    @Test
    void shouldPostNoStaleLiveWhenTheEndCameWhileItHadToWait() {
        save("");
        discord.fault(webhookId, "\"status\":429,\"retryAfter\":3600,\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getList("attempts[*].outcome"))
                .containsExactly("LIMITED"));
        BroadcastScript.publish(show.ended());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(knowsTheEnd()).isTrue());
        haveWaitedLongEnough();

        awaitMessages(1);
        assertThat(fields(staysAt(1).get(0))).containsExactly("2 min");
    }

    @Test
    void shouldEditTheLiveMessageIntoTheSummary() {
        save("\"atEnd\":\"EDIT\",");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        BroadcastScript.publish(show.ended(), show.summarised(1, 12));

        awaitField("Peak viewers", "12");
        assertThat(fields(staysAt(1).get(0))).contains("2 min", "12");
    }

    @Test
    void shouldPostTheSummaryAnewWhenTheLiveMessageWasDeleted() {
        save("\"atEnd\":\"EDIT\",");
        BroadcastScript.publish(show.wentLive());
        discord.deleteMessage(awaitMessages(1).get(0).path("id").asText());

        BroadcastScript.publish(show.ended());

        awaitMessages(2);
        assertThat(fields(staysAt(2).get(1))).containsExactly("2 min");
        awaitState("LIVE", "DELETED");
    }

    @Test
    void shouldDeleteTheLiveMessage() {
        save("\"atEnd\":\"DELETE\",");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        BroadcastScript.publish(show.ended(), show.summarised(1, 12));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        discord.messages(webhookId).get(0).path("deletedAt").isNull())
                .isFalse());
        staysAt(1);
    }

    @Test
    void shouldEditANewTitleIn() {
        save("");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        BroadcastScript.publish(show.described(5, "Denoising **now**"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(discord.messages(webhookId)
                        .get(0)
                        .at("/payload/embeds/0/title")
                        .asText())
                .isEqualTo("Denoising \\*\\*now\\*\\*"));
        staysAt(1);
    }

    @Test
    void shouldTryAgainAfterTroubleAndRepeatNothing() {
        save("");
        discord.fault(webhookId, "\"status\":503,\"times\":2,\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        awaitMessages(1);
        staysAt(1);
        awaitState("LIVE", "SENT");
        assertThat(delivery("LIVE").getList("attempts[*].outcome")).containsExactly("RETRY", "RETRY", "SENT");
        assertThat(delivery("LIVE").getList("attempts[*].status")).containsExactly(503, 503, 200);
    }

    @ParameterizedTest
    @CsvSource({"404, 10015, deleted in Discord", "401, 50027, not valid"})
    void shouldSwitchOffADestinationThatIsGoneAndCallItNoMore(int status, int code, String reason) {
        save("");
        discord.fault(webhookId, "\"status\":" + status + ",\"code\":" + code + ",\"times\":-1,\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(list().getString("[0].switchedOff.reason"))
                .contains(reason));
        BroadcastScript.publish(show.ended(), show.summarised(1, 12));
        staysAt(0);
        assertThat(discord.calls(webhookId, "POST")).hasSize(1);
        assertThat(list().getBoolean("[0].enabled")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RESEND_ONCE, 2, SENT", "NEVER, 1, UNKNOWN"})
    void shouldFollowThePolicyWhenTheAnswerIsLost(String onUnknown, int messages, String state) {
        save("\"onUnknown\":\"" + onUnknown + "\",");
        discord.fault(webhookId, "\"drop\":\"answer\",\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        awaitState("LIVE", state);
        staysAt(messages);
        assertThat(delivery("LIVE").getList("attempts[*].outcome")).startsWith("UNKNOWN");
    }

    @Test
    void shouldCallATimeoutAfterWritingUnknown() {
        save("\"onUnknown\":\"NEVER\",");
        discord.fault(
                webhookId,
                "\"delayMillis\":"
                        + DiscordSimulatorResource.TIMEOUT.plusSeconds(2).toMillis() + ",\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        awaitState("LIVE", "UNKNOWN");
        awaitMessages(1);
        staysAt(1);
    }

    @ParameterizedTest
    @CsvSource({"RESEND_ONCE, 1, SENT", "NEVER, 0, UNKNOWN"})
    void shouldFollowThePolicyForACallWhoseWorkerNeverCameBack(String onUnknown, int messages, String state) {
        save("\"onUnknown\":\"" + onUnknown + "\",");

        leaveBehindACallThatNobodyConcluded();

        awaitState("LIVE", state);
        staysAt(messages);
        assertThat(delivery("LIVE").getString("attempts[0].outcome")).isEqualTo("UNKNOWN");
    }

    @Test
    void shouldKeepTheSecretOutOfLogsMetricsAndStoredText() throws IOException {
        save("");
        discord.fault(webhookId, "\"status\":400,\"code\":50035,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "FAILED");

        assertThat(Management.get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("notifier_calls_total")
                .doesNotContain(TOKEN);
        assertThat(Files.readString(Path.of(DiscordSimulatorResource.LOG_FILE)))
                .contains("Notification call")
                .doesNotContain(TOKEN);
        assertThat(pool.query("SELECT address FROM destinations")
                        .execute()
                        .await()
                        .indefinitely())
                .allSatisfy(row -> assertThat(String.valueOf(row.getString(0))).doesNotContain(TOKEN));
    }

    private boolean knowsTheEnd() {
        return pool.preparedQuery("SELECT 1 FROM stream_sessions WHERE session_id = $1 AND ended_at IS NOT NULL")
                        .execute(Tuple.of(show.sessionId))
                        .await()
                        .indefinitely()
                        .rowCount()
                > 0;
    }

    /** As if the hour that Discord asked for had passed. */
    private void haveWaitedLongEnough() {
        pool.preparedQuery("UPDATE notification_messages SET due_at = now() WHERE session_id = $1")
                .execute(Tuple.of(show.sessionId))
                .await()
                .indefinitely();
        pool.preparedQuery("UPDATE destinations SET quiet_until = now() WHERE channel_id = $1")
                .execute(Tuple.of(show.channelId))
                .await()
                .indefinitely();
    }

    private void leaveBehindACallThatNobodyConcluded() {
        pool.preparedQuery("INSERT INTO stream_sessions (session_id, channel_id, title, started_at, version)"
                        + " VALUES ($1, $2, 'Title', now(), 1)")
                .execute(Tuple.of(show.sessionId, show.channelId))
                .await()
                .indefinitely();
        pool.preparedQuery(
                        "INSERT INTO notification_messages (session_id, destination_id, state, due_at, desired_version,"
                                + " step, lease_token, lease_until)"
                                + " SELECT $1, id, 'SENDING', now(), 1, 'POST_LIVE', gen_random_uuid(), now()"
                                + " FROM destinations WHERE channel_id = $2")
                .execute(Tuple.of(show.sessionId, show.channelId))
                .await()
                .indefinitely();
    }

    private void awaitField(String name, String value) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(discord.messages(webhookId))
                .anySatisfy(message -> assertThat(message.at("/payload/embeds/0/fields"))
                        .anySatisfy(field -> {
                            assertThat(field.path("name").asText()).isEqualTo(name);
                            assertThat(field.path("value").asText()).isEqualTo(value);
                        })));
    }

    private static List<String> fields(JsonNode message) {
        return message.at("/payload/embeds/0/fields").findValuesAsText("value");
    }
}
