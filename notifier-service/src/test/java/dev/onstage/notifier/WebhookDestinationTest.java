package dev.onstage.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.notifier.webhook.LocalReceiver;
import dev.onstage.notifier.webhook.ScriptedLookup;
import dev.onstage.notifier.webhook.SignedMessage;
import dev.onstage.testing.Json;
import dev.onstage.testing.Management;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events in, signed messages out, to a receiver that an operator allowed. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class WebhookDestinationTest extends DestinationFixture {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final String PATH_TOKEN = "p4th-t0ken-of-the-receiver";

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private LocalReceiver receiver;

    @BeforeEach
    void start() {
        receiver = LocalReceiver.start(vertx);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void shouldTellStartEndAndFiguresSigned() {
        String secret = saveWebhook().getString("signingSecret");

        BroadcastScript.publish(show.described(), show.wentLive());
        awaitReceived(1);
        BroadcastScript.publish(show.ended());
        awaitReceived(2);
        BroadcastScript.publish(show.summarised(1, 12));

        List<SignedMessage> messages = awaitReceived(3);
        assertThat(messages)
                .allSatisfy(message -> assertThat(message.isSignedWith(secret)).isTrue());
        assertThat(messages)
                .extracting(message -> json(message).getString("type"))
                .containsExactly("stream.live", "stream.ended", "stream.summarised");
        assertThat(messages).extracting(SignedMessage::id).doesNotHaveDuplicates();
        assertThat(messages)
                .extracting(message -> json(message).getLong("data.version"))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(messages).allSatisfy(message -> assertThat(json(message).getString("data.channelUrl"))
                .isEqualTo("https://live.example/c/" + show.channelId));
        assertThat(json(messages.get(1)).getInt("data.durationSeconds")).isEqualTo(120);
        assertThat(json(messages.get(2)).getInt("data.figures.peakViewers")).isEqualTo(12);
        staysReceived(3);
    }

    @Test
    void shouldRepeatWhatWasNotAnsweredWithTheSameId() {
        saveWebhook();
        receiver.hangUpOnNext();

        BroadcastScript.publish(show.wentLive());

        awaitState("LIVE", "SENT");
        List<SignedMessage> messages = staysReceived(2);
        assertThat(messages.get(1).id()).isEqualTo(messages.get(0).id());
        assertThat(messages.get(1).text()).isEqualTo(messages.get(0).text());
        assertThat(delivery("LIVE").getList("attempts[*].outcome")).containsExactly("UNKNOWN", "SENT");
    }

    @Test
    void shouldTellTheSecretOnceAndKeepItOutOfEverythingElse() throws IOException {
        String secret = saveWebhook().getString("signingSecret");
        String key = secret.substring("whsec_".length());
        receiver.answerNextWith(500);
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "SENT");

        assertThat(secret).startsWith("whsec_");
        assertThat(list().toString())
                .contains("http://127.0.0.1:" + receiver.port() + "/…")
                .doesNotContain(key)
                .doesNotContain(PATH_TOKEN);
        assertThat(put("{\"kind\":\"webhook\",\"notifyOnEnd\":false}")
                        .statusCode(200)
                        .extract()
                        .asString())
                .doesNotContain(key)
                .doesNotContain(PATH_TOKEN);
        assertThat(Management.get("/q/metrics").then().statusCode(200).extract().asString())
                .doesNotContain(key)
                .doesNotContain(PATH_TOKEN);
        assertThat(Files.readString(Path.of(DiscordSimulatorResource.LOG_FILE)))
                .doesNotContain(key)
                .doesNotContain(PATH_TOKEN);
        assertThat(pool.query("SELECT d::text || coalesce(m::text, '') FROM destinations d"
                                + " LEFT JOIN notification_messages m ON m.destination_id = d.id")
                        .execute()
                        .await()
                        .atMost(PATIENCE))
                .allSatisfy(row -> assertThat(String.valueOf(row.getString(0)))
                        .doesNotContain(key)
                        .doesNotContain(PATH_TOKEN));
    }

    @Test
    void shouldSignWithBothSecretsAfterARotation() {
        String first = saveWebhook().getString("signingSecret");
        String second = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

        String answer = put("{\"kind\":\"webhook\",\"signingSecret\":\"" + second + "\"}")
                .statusCode(200)
                .extract()
                .asString();
        BroadcastScript.publish(show.wentLive());

        assertThat(answer).doesNotContain(second);
        SignedMessage message = awaitReceived(1).get(0);
        assertThat(message.isSignedWith(first)).isTrue();
        assertThat(message.isSignedWith(second)).isTrue();
    }

    @Test
    void shouldTellASecretAsReceiversReadIt() {
        saveWebhook();
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0xFB);
        String usual = "whsec_" + Base64.getEncoder().encodeToString(key);
        String given = "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);

        Json answer = Json.of(put("{\"kind\":\"webhook\",\"signingSecret\":\"" + given + "\"}")
                .statusCode(200)
                .extract()
                .asString());
        BroadcastScript.publish(show.wentLive());

        assertThat(answer.getString("signingSecret")).isEqualTo(usual);
        assertThat(awaitReceived(1).get(0).isSignedWith(usual)).isTrue();
        assertThat(list().get("[0].signingSecret")).isNull();
    }

    @Test
    void shouldSwitchOffADestinationThatWantsNoMore() {
        saveWebhook();
        receiver.answerNextWith(410);

        BroadcastScript.publish(show.wentLive());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(list().getString("[0].switchedOff.reason"))
                .contains("wants no more"));
        BroadcastScript.publish(show.ended(), show.summarised(1, 12));
        staysReceived(1);
        assertThat(list().getBoolean("[0].enabled")).isFalse();
    }

    @Test
    void shouldSendTestsThatNoReceiverTakesForRepetitions() {
        String secret = saveWebhook().getString("signingSecret");

        String first = sendTest();
        String second = sendTest();

        assertThat(receiver.received())
                .extracting(received -> received.message().id())
                .containsExactly(first, second);
        assertThat(second).isNotEqualTo(first);
        SignedMessage message = receiver.received().get(0).message();
        assertThat(json(message).getString("type")).isEqualTo("onstage.test");
        assertThat(message.isSignedWith(secret)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://169.254.169.254/latest/meta-data | 169.254.169.254 is a link-local address",
                "https://2852039166/ | 169.254.169.254 is a link-local address",
                "https://[::ffff:a9fe:a9fe]/ | 169.254.169.254 is a link-local address",
                "http://10.0.0.1/ | 10.0.0.1 is a private address",
                "https://127.0.0.2/ | 127.0.0.2 is a loopback address",
                "https://user:pw@hooks.example/ | user name"
            })
    void shouldRefuseAddressesInsideTheOperatorsNetwork(String url, String reason) {
        Json problem = Json.of(put("{\"kind\":\"webhook\",\"url\":\"" + url + "\"}")
                .statusCode(400)
                .extract());

        assertThat(problem.getString("type")).isEqualTo("/problems/destination-invalid");
        assertThat(problem.getString("detail")).contains(reason);
        assertThat(problem.getString("fix")).isNotBlank();
        assertThat(list().getList("$")).isEmpty();
    }

    @Test
    void shouldRefuseAHostThatLeadsIntoTheOperatorsNetwork() {
        ScriptedLookup.install(vertx, "10.0.0.1");

        Json problem = Json.of(put("{\"kind\":\"webhook\",\"url\":\"https://hooks.example/\"}")
                .statusCode(400)
                .extract());

        assertThat(problem.getString("type")).isEqualTo("/problems/destination-invalid");
        assertThat(problem.getString("detail")).contains("The host leads to a private address");
        assertThat(list().getList("$")).isEmpty();
    }

    @Test
    void shouldSwitchOffADestinationWhoseHostLeadsElsewhereLater() {
        ScriptedLookup.install(vertx, "127.0.0.1", "10.0.0.1");
        put("{\"kind\":\"webhook\",\"url\":\"http://hooks.example:" + receiver.port() + "/\"}")
                .statusCode(200);

        BroadcastScript.publish(show.wentLive());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(list().getString("[0].switchedOff.reason"))
                .contains("The host leads to a private address"));
        staysReceived(0);
    }

    @Test
    void shouldNameTheFieldsItHasNoUseFor() {
        assertThat(put("{\"kind\":\"webhook\",\"url\":\"" + url() + "\",\"username\":\"Bot\"}")
                        .statusCode(400)
                        .extract()
                        .asString())
                .contains("username");
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.port() + "/" + PATH_TOKEN;
    }

    private Json saveWebhook() {
        return Json.of(put("{\"kind\":\"webhook\",\"url\":\"" + url() + "\"}")
                .statusCode(200)
                .extract());
    }

    private String sendTest() {
        return Json.of(as(TestTokens.broadcaster(show.channelId))
                        .post("/api/notifications/channels/{channel}/public/test", show.channelId)
                        .then()
                        .statusCode(200)
                        .extract())
                .getString("messageId");
    }

    private List<SignedMessage> awaitReceived(int count) {
        await().atMost(PATIENCE).until(() -> receiver.received().size() == count);
        return messages();
    }

    private List<SignedMessage> staysReceived(int count) {
        await().during(QUIET).atMost(PATIENCE).until(() -> receiver.received().size() == count);
        return messages();
    }

    private List<SignedMessage> messages() {
        return receiver.received().stream().map(LocalReceiver.Received::message).toList();
    }

    private static Json json(SignedMessage message) {
        return Json.of(message.text());
    }
}
