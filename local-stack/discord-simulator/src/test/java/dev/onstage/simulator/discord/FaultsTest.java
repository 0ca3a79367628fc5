package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures on demand that go beyond a status. */
class FaultsTest extends SimulatorTest {
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
    void shouldDoAtOnceWhatItAnswersLate() throws InterruptedException {
        sender.fault(new JsonObject().put("slowAnswerMillis", 3_600_000));

        Thread waiting = new Thread(() -> {
            try {
                sender.post(HELLO);
            } catch (Sender.ConnectionLostException e) {
                // The simulator ends before the hour is over.
            }
        });
        waiting.start();

        while (sender.messages().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(call(0).getInteger("status")).isZero();
        stop();
        waiting.join();
    }

    @Test
    void shouldAnswerLateAndRight() {
        sender.fault(new JsonObject().put("slowAnswerMillis", 1));

        assertThat(json(sender.post(HELLO)).getString("content")).isEqualTo("Hello");
    }

    @Test
    void shouldAnswerWithAnyText() {
        sender.fault(new JsonObject()
                .put("status", 429)
                .put("body", "{\"code\":0,\"message\":\"You are being blocked from accessing our API\"}")
                .put("contentType", "application/json"));

        HttpResponse<String> blocked = sender.post(HELLO);

        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(json(blocked).getString("message")).startsWith("You are being blocked");
        assertThat(blocked.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void shouldAnswerAsAProxyThatFindsNothing() {
        sender.fault(new JsonObject()
                .put("status", 404)
                .put("body", "<html>404 Not Found</html>")
                .put("contentType", "text/html"));

        HttpResponse<String> answer = sender.post(HELLO);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(answer.body()).isEqualTo("<html>404 Not Found</html>");
        assertThat(call(0).getInteger("code")).isZero();
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldGiveALimitACode() {
        sender.fault(new JsonObject()
                .put("status", 429)
                .put("code", 20028)
                .put("message", "The write action you are performing on the channel has hit the write rate limit.")
                .put("retryAfter", 2.5)
                .put("scope", "shared"));

        HttpResponse<String> limited = sender.post(HELLO);

        assertThat(code(limited)).isEqualTo(20028);
        assertThat(json(limited).getDouble("retry_after")).isEqualTo(2.5);
        assertThat(limited.headers().firstValue("X-RateLimit-Scope")).hasValue("shared");
    }

    /** Section by section what a sender must tell apart. */
    @ParameterizedTest
    @CsvSource({
        "400, 50006",
        "400, 50109",
        "400, 220001",
        "400, 50024",
        "400, 200000",
        "400, 240000",
        "401, 50027",
        "403, 50013",
        "403, 40333",
        "404, 0",
        "404, 10003",
        "404, 10008",
        "404, 10015",
        "413, 40005",
        "503, 130000",
        "504, 0"
    })
    void shouldAnswerWithEveryErrorOfTheTable(int status, int code) {
        sender.fault(new JsonObject().put("status", status).put("code", code));

        HttpResponse<String> answer = sender.post(HELLO);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(call(0).getInteger("code")).isEqualTo(code);
        assertThat(call(0).getLong("fault")).isEqualTo(1);
    }

    @Test
    void shouldLoseTheAnswerOfAnEdit() {
        String message = Sender.WEBHOOK + "/messages/" + sender.posted("Hello");
        sender.fault(new JsonObject().put("drop", "answer").put("methods", new JsonArray().add("PATCH")));

        assertThatExceptionOfType(Sender.ConnectionLostException.class)
                .isThrownBy(() -> sender.send("PATCH", message, "{\"content\":\"Bye\"}"));

        assertThat(sender.messages().getJsonObject(0).getInteger("edits")).isEqualTo(1);
        assertThat(call(1).getInteger("status")).isZero();
    }

    @Test
    void shouldStrikeAsOftenAsItWasTold() {
        sender.fault(new JsonObject().put("status", 500).put("times", 2));

        assertThat(sender.post(HELLO).statusCode()).isEqualTo(500);
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(500);
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldStrikeUntilItIsTakenBack() {
        sender.fault(new JsonObject().put("status", 500).put("times", -1));
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(500);
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(500);

        sender.control("DELETE", "/_sim/faults/1", null);

        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldStrikeForAWhile() {
        sender.fault(new JsonObject().put("status", 429).put("forSeconds", 5));
        assertThat(json(sender.post(HELLO)).getDouble("retry_after")).isEqualTo(5);
        clock.advance(Duration.ofSeconds(3));
        assertThat(json(sender.post(HELLO)).getDouble("retry_after")).isEqualTo(2);

        clock.advance(Duration.ofSeconds(2));

        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
        assertThat(sender.control("GET", "/_sim/faults", null).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"500\"}",
                "{\"status\":99}",
                "{\"delayMillis\":-1}",
                "{\"slowAnswerMillis\":\"long\"}",
                "{\"methods\":\"POST\"}",
                "{"
            })
    void shouldRefuseARuleItCannotFollow(String rule) {
        assertThat(sender.control("PUT", "/_sim/faults", rule).statusCode()).isEqualTo(400);
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    private JsonObject call(int index) {
        return sender.calls().getJsonObject(index);
    }
}
