package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits per endpoint: headers on every answer, code 9 when exceeded. */
class RateLimitTest {

    private static final String CALL = "/api/v2/video/call/livestream/main";

    @Test
    void everyAnswerCarriesTheHeaders() {
        try (Simulator simulator = Simulator.start()) {
            Instant before = Instant.now();
            Answer[] answers = {simulator.get("/api/v2/app"), simulator.get(CALL)};
            Instant after = Instant.now();
            for (Answer answer : answers) {
                assertThat(header(answer, "X-RateLimit-Limit")).isPositive();
                assertThat(header(answer, "X-RateLimit-Remaining")).isPositive();
                assertThat(Instant.ofEpochSecond(header(answer, "X-RateLimit-Reset")))
                        .isBetween(before.minusSeconds(2), after.plusSeconds(61));
            }
        }
    }

    @Test
    void oneTooManyIsRefusedAndOtherEndpointsAreNot() {
        try (Simulator simulator = Simulator.start()) {
            simulator.livestream("main", "mara");
            simulator.control("PUT", "/rate_limits/GoLive", "{\"perMinute\":1}");
            // Three calls: a minute may turn between two of them, hardly between both pairs.
            List<Answer> refused = Stream.generate(() -> simulator.post(CALL + "/go_live", "{}"))
                    .limit(3)
                    .filter(answer -> answer.status() == 429)
                    .toList();

            assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.code()).isEqualTo(9);
                assertThat(answer.body().path("unrecoverable").asBoolean()).isFalse();
            });
            assertThat(simulator.get(CALL).status()).isEqualTo(200);
        }
    }

    @Test
    void aUserHas60CallsAMinuteAndAServerMore() {
        try (Simulator simulator = Simulator.start()) {
            simulator.livestream("main", "mara");
            int refused = 0;
            for (int call = 0; call < 125; call++) {
                refused += simulator.asUser("mara", "GET", CALL, null).status() == 429 ? 1 : 0;
            }

            // A minute may turn meanwhile and allow another 60.
            assertThat(refused).isBetween(5, 65);
            assertThat(simulator.get(CALL).status()).isEqualTo(200);
        }
    }

    @Test
    void theLimitsCanBeRead() {
        try (Simulator simulator = Simulator.startWithRate(300)) {
            simulator.get("/api/v2/app");
            JsonNode limits = simulator
                    .get("/api/v2/rate_limits?server_side=true&endpoints=GoLive,StopLive")
                    .body()
                    .path("server_side");

            assertThat(limits).hasSize(2);
            assertThat(limits.at("/GoLive/limit").asInt()).isEqualTo(300);
            assertThat(limits.at("/GoLive/remaining").asInt()).isEqualTo(300);
            assertThat(limits.at("/GoLive/reset").asLong()).isPositive();
        }
    }

    private static long header(Answer answer, String name) {
        return answer.headers().firstValueAsLong(name).orElse(-1);
    }
}
