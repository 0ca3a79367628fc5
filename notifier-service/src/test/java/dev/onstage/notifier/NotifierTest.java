package dev.onstage.notifier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events in, Discord messages out, on real Kafka and PostgreSQL. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class NotifierTest {
    private static final String TOKEN = "s3cr3t-token-" + "x".repeat(55);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(2);

    @ConfigProperty(name = "onstage.discord.base-url")
    String discordBaseUrl;

    @Inject
    Pool pool;

    @Inject
    RevokedSessions revoked;

    private final BroadcastScript show = new BroadcastScript();
    private final String webhookId =
            Long.toString(ThreadLocalRandom.current().nextLong(100_000_000_000_000_000L, 999_999_999_999_999_999L));
    private SimulatedDiscord discord = new SimulatedDiscord("");

    @BeforeEach
    void connect() {
        discord = new SimulatedDiscord(discordBaseUrl);
    }

    @Test
    void shouldPostOneLiveAndOneEndedWhateverIsRepeatedAndShuffled() {
        save("");

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
    void shouldTellTheEndAtOnceAndEditTheFiguresIn() {
        save("");
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
        assertThat(delivery("LIVE").getString("state")).isEqualTo("SKIPPED");
    }

    @Test
    void shouldPostNoStaleLiveWhenTheEndCameWhileItHadToWait() {
        save("");
        discord.fault(webhookId, "\"status\":429,\"retryAfter\":3,\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getList("attempts.outcome"))
                .containsExactly("LIMITED"));
        BroadcastScript.publish(show.ended());

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
        assertThat(delivery("LIVE").getString("state")).isEqualTo("DELETED");
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
        assertThat(delivery("LIVE").getList("attempts.outcome")).containsExactly("RETRY", "RETRY", "SENT");
        assertThat(delivery("LIVE").getList("attempts.status")).containsExactly(503, 503, 200);
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

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getString("state"))
                .isEqualTo(state));
        staysAt(messages);
        assertThat(delivery("LIVE").getList("attempts.outcome")).startsWith("UNKNOWN");
    }

    @Test
    void shouldCallATimeoutAfterWritingUnknown() {
        save("\"onUnknown\":\"NEVER\",");
        discord.fault(webhookId, "\"delayMillis\":2500,\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getString("state"))
                .isEqualTo("UNKNOWN"));
        awaitMessages(1);
        staysAt(1);
    }

    @ParameterizedTest
    @CsvSource({"RESEND_ONCE, 1, SENT", "NEVER, 0, UNKNOWN"})
    void shouldFollowThePolicyForACallWhoseWorkerNeverCameBack(String onUnknown, int messages, String state) {
        save("\"onUnknown\":\"" + onUnknown + "\",");

        leaveBehindACallThatNobodyConcluded();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getString("state"))
                .isEqualTo(state));
        staysAt(messages);
        assertThat(delivery("LIVE").getString("attempts[0].outcome")).isEqualTo("UNKNOWN");
    }

    @Test
    void shouldShowADestinationWithoutItsSecret() {
        String answer = save("\"atEnd\":\"EDIT\",").statusCode(200).extract().asString();

        JsonPath shown = JsonPath.from(answer);
        assertThat(shown.getString("url")).isEqualTo("https://discord.com/api/webhooks/" + webhookId + "/…xxxx");
        assertThat(shown.getString("atEnd")).isEqualTo("EDIT");
        assertThat(answer).doesNotContain(TOKEN);
        assertThat(list().getList("destinationId")).containsExactly("public");
    }

    @Test
    void shouldKeepTheAddressWhenOnlyTheWishesChange() {
        save("");

        put("{\"kind\":\"discord\",\"notifyOnEnd\":false}").statusCode(200);
        BroadcastScript.publish(show.wentLive());

        awaitMessages(1);
        BroadcastScript.publish(show.ended());
        staysAt(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://discord.com.evil.example",
        "https://discord.com@169.254.169.254",
        "http://discord.com",
        "https://169.254.169.254"
    })
    void shouldRefuseOtherHosts(String origin) {
        String answer = put("{\"kind\":\"discord\",\"url\":\"" + origin + "/api/webhooks/" + webhookId + "/" + TOKEN
                        + "\"}")
                .statusCode(400)
                .extract()
                .asString();

        assertThat(JsonPath.from(answer).getString("type")).endsWith("/problems/destination-invalid");
        assertThat(JsonPath.from(answer).getString("fix")).isNotBlank();
        assertThat(answer).doesNotContain(TOKEN);
    }

    @Test
    void shouldRefuseAWebhookDiscordDoesNotKnow() {
        discord.removeWebhook(webhookId);

        save("").statusCode(400);

        assertThat(list().getList("")).isEmpty();
    }

    @Test
    void shouldPostATestMessage() {
        save("");

        String messageId = as(TestTokens.broadcaster(show.channelId))
                .post("/api/channels/{channel}/notifications/public/test", show.channelId)
                .then()
                .statusCode(200)
                .extract()
                .path("messageId");

        assertThat(awaitMessages(1).get(0).path("id").asText()).isEqualTo(messageId);
        assertThat(delivery("TEST").getString("state")).isEqualTo("SENT");
    }

    @Test
    void shouldTellOnlyTheBroadcaster() {
        save("");

        given().get("/api/channels/{channel}/notifications", show.channelId)
                .then()
                .statusCode(401);
        as(TestTokens.broadcaster("another"))
                .get("/api/channels/{channel}/notifications", show.channelId)
                .then()
                .statusCode(403);
        as(TestTokens.broadcaster("another"))
                .post("/api/channels/{channel}/notifications/public/test", show.channelId)
                .then()
                .statusCode(403);
    }

    @Test
    void shouldForgetADestination() {
        save("");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        as(TestTokens.broadcaster(show.channelId))
                .delete("/api/channels/{channel}/notifications/public", show.channelId)
                .then()
                .statusCode(204);

        BroadcastScript.publish(show.ended());
        staysAt(1);
        assertThat(list().getList("")).isEmpty();
    }

    @Test
    void shouldKeepTheSecretOutOfLogsMetricsAndStoredText() throws IOException {
        save("");
        discord.fault(webhookId, "\"status\":400,\"code\":50035,\"methods\":[\"POST\"]");
        BroadcastScript.publish(show.wentLive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery("LIVE").getString("state"))
                .isEqualTo("FAILED"));

        assertThat(given().get("/q/metrics").then().statusCode(200).extract().asString())
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

    private ValidatableResponse save(String wishes) {
        return put("{\"kind\":\"discord\"," + wishes + "\"url\":\"https://discord.com/api/webhooks/" + webhookId + "/"
                + TOKEN + "\"}");
    }

    private ValidatableResponse put(String body) {
        return as(TestTokens.broadcaster(show.channelId))
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/channels/{channel}/notifications/public", show.channelId)
                .then();
    }

    private JsonPath list() {
        return as(TestTokens.broadcaster(show.channelId))
                .get("/api/channels/{channel}/notifications", show.channelId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath delivery(String form) {
        JsonPath history = as(TestTokens.broadcaster(show.channelId))
                .get("/api/channels/{channel}/notifications/public/deliveries", show.channelId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        int index = history.getList("form").indexOf(form);
        assertThat(index).as("a delivery of form " + form).isNotNegative();
        return history.setRootPath("[" + index + "]");
    }

    @Test
    void shouldChangeNothingForALoginSessionThatHasEnded() {
        save("").statusCode(200);
        revoked.revoke("login-gone", Duration.ofMinutes(1)).await().atMost(PATIENCE);
        String token = TestTokens.user("gone").broadcasterOf(show.channelId).sign();
        String destination = "/api/channels/" + show.channelId + "/notifications/public";

        as(token)
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"discord\",\"url\":\"https://discord.com/api/webhooks/1/x\"}")
                .put(destination)
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/unauthenticated"));
        as(token).delete(destination).then().statusCode(401);
        as(token).post(destination + "/test").then().statusCode(401);

        assertThat(list().getList("$")).hasSize(1);
    }

    private static io.restassured.specification.RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private List<JsonNode> awaitMessages(int count) {
        return await().atMost(PATIENCE).until(() -> discord.messages(webhookId), found -> found.size() == count);
    }

    private List<JsonNode> staysAt(int count) {
        return await().during(QUIET)
                .atMost(PATIENCE)
                .until(() -> discord.messages(webhookId), found -> found.size() == count);
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
