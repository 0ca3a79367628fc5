package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorServerTest {
    private static final JsonObject HELLO = new JsonObject().put("content", "Hello");

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path dataDir;

    private SimulatorServer server =
            SimulatorServer.start(0, null, clock).toCompletableFuture().join();
    private Sender sender = new Sender(server);

    @BeforeEach
    void useDataDir() {
        restart();
    }

    @AfterEach
    void stop() {
        server.close().toCompletableFuture().join();
    }

    @Test
    void shouldAnswerWithTheMessageOnlyWhenAskedToWait() {
        HttpResponse<String> waited = sender.post("?wait=true", HELLO);
        HttpResponse<String> unwaited = sender.post("", HELLO);

        JsonObject message = new JsonObject(waited.body());
        assertThat(waited.statusCode()).isEqualTo(200);
        assertThat(message.getString("webhook_id")).isEqualTo(Sender.ID);
        assertThat(message.getString("content")).isEqualTo("Hello");
        assertThat(unwaited.statusCode()).isEqualTo(204);
        assertThat(unwaited.body()).isEmpty();
        assertThat(sender.messages()).hasSize(2);
    }

    @Test
    void shouldGiveGrowingIds() {
        assertThat(Long.parseLong(sender.posted("one"))).isLessThan(Long.parseLong(sender.posted("two")));
    }

    @Test
    void shouldEditReadAndDelete() {
        String message = Sender.WEBHOOK + "/messages/" + sender.posted("Hello");

        clock.advance(Duration.ofMinutes(1));
        HttpResponse<String> edited = sender.send("PATCH", message, "{\"content\":\"Bye\"}");
        HttpResponse<String> read = sender.send("GET", message, null);
        HttpResponse<String> deleted = sender.send("DELETE", message, null);

        assertThat(edited.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(read.body()).getString("content")).isEqualTo("Bye");
        assertThat(new JsonObject(read.body()).getInstant("edited_timestamp")).isEqualTo(clock.instant());
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(sender.send("GET", message, null).body()).contains("10008");
        assertThat(sender.send("PATCH", message, "{\"content\":\"x\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldNotLetOneWebhookTouchAnother() {
        String id = sender.posted("Hello");

        assertThat(sender.send("PATCH", "/webhooks/999999999999999999/t/messages/" + id, "{\"content\":\"x\"}")
                        .body())
                .contains("10008");
    }

    @Test
    void shouldKeepAMessageOfAThreadInItsThread() {
        String id = new JsonObject(sender.post("?wait=true&thread_id=77", HELLO).body()).getString("id");
        String message = Sender.WEBHOOK + "/messages/" + id;

        assertThat(sender.send("GET", message, null).statusCode()).isEqualTo(404);
        assertThat(sender.send("GET", message + "?thread_id=77", null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldDropComponentsNobodyAskedFor() {
        JsonObject message = new JsonObject(
                "{\"content\":\"x\",\"components\":[{\"type\":1,\"components\":[{\"type\":2,\"style\":5,\"label\":\"Watch\",\"url\":\"https://example.org\"}]}]}");

        JsonObject without = new JsonObject(sender.post("?wait=true", message).body());
        message.getJsonArray("components").getJsonObject(0).put("type", 99);
        assertThat(sender.post(message).statusCode()).as("nor are they checked").isEqualTo(200);
        message.getJsonArray("components").getJsonObject(0).put("type", 1);
        JsonObject with = new JsonObject(
                sender.post("?wait=true&with_components=true", message).body());

        assertThat(without.getJsonArray("components")).isEmpty();
        assertThat(with.getJsonArray("components")).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsEmptyOrNoJson() {
        assertThat(sender.post(new JsonObject()).body()).contains("50006");
        assertThat(sender.send("POST", Sender.WEBHOOK, "{").body()).contains("50109");
        assertThat(sender.sendAs("text/plain", "{\"content\":\"x\"}").body()).contains("50035");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        HttpResponse<String> refused = sender.sendAs("application/json", " ".repeat((8 << 20) + 1));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("40005");
        assertThat(sender.calls().getJsonObject(0).getInteger("code")).isEqualTo(40005);
    }

    @Test
    void shouldRefuseASenderWithoutAName() {
        HttpResponse<String> refused = sender.sendNamed("", Sender.WEBHOOK);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("40333");
    }

    @Test
    void shouldRefuseIdsThatAreNone() {
        assertThat(sender.send("GET", "/webhooks/abc/t", null).body())
                .contains("\"webhook_id\":{\"_errors\":[{\"code\":\"NUMBER_TYPE_COERCE\"");
        assertThat(sender.send("GET", Sender.WEBHOOK + "/messages/abc", null).body())
                .contains("\"message_id\":{\"_errors\":[{\"code\":\"NUMBER_TYPE_COERCE\"");
        assertThat(sender.send("POST", Sender.WEBHOOK + "/slack", HELLO.encode())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldPostTwiceWhatIsSentTwice() {
        JsonObject once = HELLO.copy().put("nonce", "1").put("enforce_nonce", true);

        assertThat(new JsonObject(sender.post(once).body()).getString("id"))
                .isNotEqualTo(new JsonObject(sender.post(once).body()).getString("id"));
    }

    @Test
    void shouldDescribeTheWebhookWithoutSignIn() {
        JsonObject webhook =
                new JsonObject(sender.send("GET", Sender.WEBHOOK, null).body());

        assertThat(webhook.getInteger("type")).isEqualTo(1);
        assertThat(webhook.getString("id")).isEqualTo(Sender.ID);
    }

    @Test
    void shouldNotKnowAWebhookThatWasDeleted() {
        sender.send("DELETE", Sender.WEBHOOK, null);

        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("10015");
    }

    @Test
    void shouldRefuseAnotherToken() {
        sender.control("PUT", "/_sim/webhooks/" + Sender.ID, "{\"token\":\"another\"}");
        assertThat(sender.control("GET", "/_sim/overview", null).body()).doesNotContain("another");

        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("50027");
    }

    @Test
    void shouldAnnounceAndEnforceTheLimitOfAWebhook() {
        for (int i = 1; i < 5; i++) {
            sender.post(HELLO);
        }
        HttpResponse<String> last = sender.post(HELLO);
        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(last.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
        assertThat(last.headers().firstValue("X-RateLimit-Limit")).hasValue("5");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(refused.headers().firstValue("X-RateLimit-Scope")).hasValue("user");
        assertThat(new JsonObject(refused.body()).getDouble("retry_after")).isEqualTo(2.0);
        assertThat(new JsonObject(refused.body()).getBoolean("global")).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldEnforceTheHiddenLimitOfAChannelWhileCallsRemain() {
        for (int i = 0; i < 30; i++) {
            assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
            clock.advance(Duration.ofSeconds(1));
        }

        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("X-RateLimit-Scope")).hasValue("shared");
        assertThat(refused.headers().firstValue("X-RateLimit-Remaining"))
                .isPresent()
                .isNotEqualTo(Optional.of("0"));
        assertThat(new JsonObject(refused.body()).getDouble("retry_after")).isEqualTo(30.0);
    }

    @ParameterizedTest
    @CsvSource({"500, 0", "403, 50001", "404, 10015", "400, 30046"})
    void shouldAnswerWithAnInjectedError(int status, int code) {
        sender.fault(new JsonObject().put("status", status).put("code", code));

        HttpResponse<String> faulty = sender.post(HELLO);

        assertThat(faulty.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(faulty.body()).getInteger("code")).isEqualTo(code);
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
        assertThat(sender.messages()).hasSize(1);
    }

    @Test
    void shouldAnswerWithAnInjectedLimit() {
        sender.fault(new JsonObject().put("status", 429).put("retryAfter", 0.3).put("global", true));

        HttpResponse<String> limited = sender.post(HELLO);

        assertThat(limited.headers().firstValue("X-RateLimit-Global")).hasValue("true");
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(new JsonObject(limited.body()).getDouble("retry_after")).isEqualTo(0.3);
    }

    @Test
    void shouldAnswerAsTheFirewallDoes() {
        sender.fault(new JsonObject().put("status", 429).put("html", true));

        assertThat(sender.post(HELLO).body()).contains("error code: 1015");
    }

    @Test
    void shouldLoseTheRequestOrOnlyTheAnswer() {
        sender.fault(new JsonObject().put("drop", "request"));
        assertThatExceptionOfType(Sender.ConnectionLostException.class).isThrownBy(() -> sender.post(HELLO));
        assertThat(sender.messages()).isEmpty();

        sender.fault(new JsonObject().put("drop", "answer"));
        assertThatExceptionOfType(Sender.ConnectionLostException.class).isThrownBy(() -> sender.post(HELLO));
        assertThat(sender.messages()).hasSize(1);
    }

    @Test
    void shouldKeepFaultsToTheirWebhookAndMethod() {
        sender.fault(new JsonObject().put("status", 500).put("webhook", "1"));
        sender.fault(new JsonObject().put("status", 500).put("methods", new JsonArray().add("PATCH")));

        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseAFaultItDoesNotUnderstand() {
        assertThat(sender.control("PUT", "/_sim/faults", "{\"drop\":\"everything\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldRememberEverythingAfterARestart() {
        String kept = sender.posted("kept");
        String edited = sender.posted("draft");
        sender.send("PATCH", Sender.WEBHOOK + "/messages/" + edited, "{\"content\":\"final\"}");
        sender.send("DELETE", "/webhooks/222222222222222222/t", null);
        sender.control("PUT", "/_sim/webhooks/333333333333333333", "{\"forum\":true,\"token\":\"t\"}");
        sender.control("DELETE", "/_sim/threads/444444444444444444", null);

        restart();

        assertThat(sender.send("POST", "/webhooks/333333333333333333/t", HELLO.encode())
                        .body())
                .contains("220001");
        assertThat(sender.send("GET", "/webhooks/333333333333333333/u", null).body())
                .contains("50027");
        assertThat(sender.post("?thread_id=444444444444444444", HELLO).body()).contains("10003");

        assertThat(sender.send("GET", Sender.WEBHOOK + "/messages/" + kept, null)
                        .body())
                .contains("kept");
        assertThat(sender.send("GET", Sender.WEBHOOK + "/messages/" + edited, null)
                        .body())
                .contains("final");
        assertThat(sender.send("GET", "/webhooks/222222222222222222/t", null).statusCode())
                .isEqualTo(404);
        assertThat(Long.parseLong(sender.posted("next"))).isGreaterThan(Long.parseLong(edited));
    }

    @Test
    void shouldLogCallsWithoutTokens() {
        sender.post(HELLO);

        String calls =
                sender.control("GET", "/_sim/calls?webhook=" + Sender.ID, null).body();

        JsonObject call = new JsonArray(calls).getJsonObject(0);
        assertThat(call.getInteger("status")).isEqualTo(200);
        assertThat(call.getInstant("at")).isEqualTo(clock.instant());
        assertThat(call.getString("method")).isEqualTo("POST");
        assertThat(call.getString("webhook")).isEqualTo(Sender.ID);
        assertThat(call.getInteger("version")).isEqualTo(10);
        assertThat(calls).doesNotContain("token-abc");
    }

    @Test
    void shouldServeThePage() {
        HttpResponse<String> page = sender.control("GET", "/", null);
        assertThat(page.body()).contains("Discord simulator");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'"));
        assertThat(sender.control("GET", "/page.js", null).statusCode()).isEqualTo(200);
        assertThat(sender.control("GET", "/_sim/health", null).body()).contains("UP");
    }

    @Test
    void shouldReadTheJournalOfAnEarlierVersion() throws IOException {
        Files.writeString(dataDir.resolve("journal.jsonl"), """
                {"pinned":"111111111111111111","token":"t"}
                {"id":"5","webhookId":"111111111111111111","threadId":null,"createdAt":"2026-03-01T17:00:00Z",\
                "editedAt":null,"deletedAt":null,"edits":0,"payload":{"content":"old"}}
                {"removed":"222222222222222222"}
                """);
        restart();

        assertThat(sender.send("GET", "/webhooks/111111111111111111/t/messages/5", null)
                        .body())
                .contains("old");
        assertThat(sender.send("GET", "/webhooks/111111111111111111/u", null).statusCode())
                .isEqualTo(401);
        assertThat(sender.send("GET", "/webhooks/222222222222222222/t", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldForgetAllMessagesOnDemand() {
        sender.posted("old");
        sender.control("DELETE", "/_sim/messages", null);
        restart();

        assertThat(sender.messages()).isEmpty();
    }

    @Test
    void shouldShowOnlyTheLatestWhenAsked() {
        sender.posted("one");
        String two = sender.posted("two");

        JsonArray latest = new JsonArray(
                sender.control("GET", "/_sim/messages?limit=1", null).body());

        assertThat(latest).hasSize(1);
        assertThat(latest.getJsonObject(0).getString("id")).isEqualTo(two);
    }

    private void restart() {
        server.close().toCompletableFuture().join();
        server = SimulatorServer.start(0, dataDir.toString(), clock)
                .toCompletableFuture()
                .join();
        sender = new Sender(server);
    }
}
