package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerWatchTest {

    private static final int TICK_SECONDS = 5;

    private final Map<String, Double> silence = new HashMap<>(Map.of("chat-in", 0.5, "presence-in", 1.0));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Integer> exits = new ArrayList<>();
    private long seconds;
    private final ConsumerWatch watch = new ConsumerWatch(
            silence::keySet,
            silence::get,
            Duration.ofMinutes(2),
            metrics,
            () -> Duration.ofSeconds(seconds).toNanos(),
            exits::add);

    @Test
    void shouldLetConsumersBeThatAskForRecords() {
        watchFor(600);

        assertThat(exits).isEmpty();
        assertThat(metrics.get("intake.last.poll.seconds")
                        .tag("channel", "chat-in")
                        .gauge()
                        .value())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {130, Double.NaN})
    void shouldEndTheProcessOnceWhenOneWasSilentForTwoMinutes(double silent) {
        silence.put("presence-in", silent);
        watchFor(120);
        assertThat(exits).isEmpty();
        watchFor(30);

        assertThat(exits).containsExactly(ConsumerWatch.EX_SOFTWARE);
    }

    @Test
    void shouldNotBelieveOneLook() {
        // Given: a machine that slept, or a clock that was set
        silence.put("presence-in", 100_000.0);
        watchFor(60);
        silence.put("presence-in", 0.1);
        watchFor(TICK_SECONDS);
        silence.put("presence-in", 100_000.0);
        watchFor(110);

        assertThat(exits).isEmpty();
    }

    @Test
    void shouldSayNothingOfConsumersThatEndWithTheProcess() {
        watch.stop(new ShutdownEvent());
        silence.put("presence-in", 121.0);
        watchFor(600);

        assertThat(exits).isEmpty();
    }

    @Test
    void shouldReadWhenARealConsumerAsked() {
        var consumer = new KafkaConsumer<String, String>(
                Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "any"),
                new StringDeserializer(),
                new StringDeserializer());
        assertThat(ConsumerWatch.secondsSincePoll(consumer)).isNaN();
        consumer.subscribe(List.of("any"));
        consumer.poll(Duration.ofMillis(1));
        assertThat(ConsumerWatch.secondsSincePoll(consumer)).isBetween(0.0, 600.0);
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        assertThat(ConsumerWatch.secondsSincePoll(consumer)).isNaN();
    }

    private void watchFor(int length) {
        for (int passed = 0; passed < length; passed += TICK_SECONDS) {
            watch.watch();
            seconds += TICK_SECONDS;
        }
    }
}
