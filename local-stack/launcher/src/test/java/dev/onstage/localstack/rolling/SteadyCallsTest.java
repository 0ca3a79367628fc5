package dev.onstage.localstack.rolling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onstage.localstack.client.HttpAnswer;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SteadyCallsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Mishaps mishaps = new Mishaps();

    @Test
    void shouldNoteEveryFailureOfWhateverKindAndGoOn() {
        var call = new AtomicReference<Supplier<HttpAnswer>>(() -> {
            throw new IllegalStateException("a bug");
        });
        try (var calls = new SteadyCalls(mishaps)) {
            calls.begin("GET live", Duration.ofMillis(1), () -> requireNonNull(call.get())
                    .get());
            await().atMost(PATIENCE).until(() -> mishaps.all().size() > 1);
            assertThat(calls.answered()).isZero();

            call.set(() -> answer(503));
            await().atMost(PATIENCE).until(() -> mishaps.all().stream()
                    .anyMatch(mishap -> mishap.what().contains("503")));

            Instant before = Instant.now();
            assertThat(calls.answeredSince(before)).isFalse();
            call.set(() -> answer(204));
            await().atMost(PATIENCE).until(() -> calls.answeredSince(before));
        }
        assertThat(mishaps.all()).extracting(Mishap::toString).contains("GET live: a bug");
    }

    @Test
    void shouldNoteACallThatIsStillWithoutAnAnswerAtTheEnd() {
        var answered = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var calls = new SteadyCalls(mishaps, Duration.ofMillis(1));
        calls.begin("GET live", Duration.ofMillis(1), () -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return answer(200);
        });
        await().atMost(PATIENCE).until(() -> asked.getCount() == 0);

        calls.close();
        answered.countDown();

        assertThat(mishaps.all())
                .extracting(Mishap::toString)
                .containsExactly("GET live: was still without an answer when everything was over");
    }

    private static HttpAnswer answer(int status) {
        return new HttpAnswer(
                "GET /live",
                status,
                MissingNode.getInstance(),
                HttpHeaders.of(Map.of(), (name, value) -> true),
                Duration.ZERO);
    }
}
