package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The calls of a sender as Discord describes them. */
class SimulatorServerTest extends SimulatorTest {
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
    void shouldShowOnlyTheLatestWhenAsked() {
        sender.posted("one");
        String two = sender.posted("two");

        JsonArray latest = new JsonArray(
                sender.control("GET", "/_sim/messages?limit=1", null).body());

        assertThat(latest).hasSize(1);
        assertThat(latest.getJsonObject(0).getString("id")).isEqualTo(two);
    }
}
