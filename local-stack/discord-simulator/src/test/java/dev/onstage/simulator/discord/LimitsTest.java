package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits per address and channel, the firewall, and how limits are changed. */
class LimitsTest extends SimulatorTest {
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

    @Test
    void shouldLimitAllCallsOfAnAddress() {
        limits("{\"global\":{\"calls\":2,\"seconds\":1}}");
        sender.send("GET", "/webhooks/111111111111111111/t", null);
        sender.send("GET", "/webhooks/222222222222222222/t", null);

        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "X-RateLimit-Global")).isEqualTo("true");
        assertThat(header(refused, "X-RateLimit-Scope")).isEqualTo("global");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(json(refused).getBoolean("global")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShareTheHiddenLimitBetweenTheWebhooksOfAChannel() {
        limits("{\"channel\":{\"calls\":1}}");
        String other = "111111111111111111";
        sender.control("PUT", "/_sim/webhooks/" + other, "{\"channelId\":\"5\"}");
        sender.control("PUT", "/_sim/webhooks/" + Sender.ID, "{\"channelId\":\"5\"}");
        sender.send("POST", "/webhooks/" + other + "/t", HELLO.encode());

        HttpResponse<String> refused = sender.post(HELLO);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "X-RateLimit-Scope")).isEqualTo("shared");
        assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({"/api, 2000, 2000", "/api/v6, 2000, 2000", "/api/v7, 2000, 2000", "/api/v8, 2, 2.0", "/api/v9, 2, 2.0"})
    void shouldTellTheWaitInTheUnitOfTheVersion(String prefix, String header, double body) {
        limits("{\"webhook\":{\"calls\":0}}");

        HttpResponse<String> refused = sender.control("POST", prefix + Sender.WEBHOOK, HELLO.encode());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo(header);
        assertThat(json(refused).getDouble("retry_after")).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({"401, 50027", "403, 50001", "429, 0"})
    void shouldBlockAnAddressThatIsRefusedTooOften(int status, int code) {
        limits("{\"invalidRequests\":{\"calls\":2,\"seconds\":600}}");
        sender.fault(new JsonObject().put("status", status).put("code", code).put("times", 2));
        sender.post(HELLO);
        sender.post(HELLO);

        HttpResponse<String> blocked = sender.post(HELLO);

        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(blocked.body()).contains("error code: 1015");
        assertThat(blocked.headers().firstValue("Retry-After")).isEmpty();
        assertThat(blocked.headers().firstValue("X-RateLimit-Limit")).isEmpty();
        assertThat(overview().getInstant("blockedUntil"))
                .isEqualTo(clock.instant().plusSeconds(600));
        clock.advance(Duration.ofMinutes(10));
        assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotHoldASharedLimitAgainstTheSender() {
        limits("{\"invalidRequests\":{\"calls\":1},\"channel\":{\"calls\":0}}");

        sender.post(HELLO);

        assertThat(sender.post(HELLO).body()).contains("retry_after");
    }

    @Test
    void shouldBlockWhoGoesOnCallingADeletedWebhook() {
        limits("{\"unknownWebhook\":{\"calls\":2}}");
        sender.control("DELETE", "/_sim/webhooks/" + Sender.ID, null);
        assertThat(code(sender.post(HELLO))).isEqualTo(10015);
        assertThat(code(sender.post(HELLO))).isEqualTo(10015);

        assertThat(sender.post(HELLO).body()).contains("error code: 1015");
        assertThat(sender.send("GET", "/webhooks/111111111111111111/t", null).body())
                .contains("error code: 1015");
        sender.control("DELETE", "/_sim/limits", null);
        assertThat(code(sender.post(HELLO))).isEqualTo(10015);
    }

    @Test
    void shouldEnforceNothingWhenLimitsAreOff() {
        limits("{\"enabled\":false}");

        for (int i = 0; i < 60; i++) {
            assertThat(sender.post(HELLO).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"nothing\":{}}", "{\"global\":{\"calls\":-1}}", "{\"global\":{\"seconds\":0}}", "{\"global\":1}"
            })
    void shouldRefuseALimitItDoesNotUnderstand(String change) {
        assertThat(sender.control("PUT", "/_sim/limits", change).statusCode()).isEqualTo(400);
        assertThat(json(sender.control("GET", "/_sim/limits", null))).isEqualTo(new LimitSettings().toJson());
    }

    private void limits(String change) {
        assertThat(sender.control("PUT", "/_sim/limits", change).statusCode()).isEqualTo(200);
    }

    private JsonObject overview() {
        return json(sender.control("GET", "/_sim/overview", null));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
