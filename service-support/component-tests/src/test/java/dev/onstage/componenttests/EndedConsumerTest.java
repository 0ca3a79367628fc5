package dev.onstage.componenttests;

import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

/** Whatever ends a consumer shows in what ends the process, here far from the limit at which that would be done. */
@QuarkusTest
@WithTestResource(StackResource.class)
class EndedConsumerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<String> CHANNELS = List.of("throwing-in", "erring-in", "failing-in");

    /** A consumer that is well asks several times in a second. */
    private static final double SILENT_SECONDS = 8;

    @Inject
    MeterRegistry metrics;

    @Test
    void shouldBeSilent() {
        for (String channel : CHANNELS) {
            await(channel).atMost(PATIENCE).until(() -> silence(channel) < SILENT_SECONDS);
        }

        TestKafka.send(List.of(new ProducerRecord<>(
                Topic.PROVIDER_MODERATION.topicName(), "key", "value".getBytes(StandardCharsets.UTF_8))));

        for (String channel : CHANNELS) {
            await(channel).atMost(PATIENCE).until(() -> !(silence(channel) <= SILENT_SECONDS));
        }
    }

    /** NaN before it was measured, and when the consumer is closed. */
    private double silence(String channel) {
        Gauge gauge =
                metrics.find("intake.last.poll.seconds").tag("channel", channel).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    /** Consumers of the kinds that no service has: none of them expects that something is thrown. */
    @ApplicationScoped
    static class Broken {

        @Incoming("throwing-in")
        Uni<Void> throwing(KafkaRecord<String, byte[]> taken) {
            throw new IllegalStateException("A mistake before anything was begun");
        }

        @Incoming("erring-in")
        Uni<Void> erring(KafkaRecord<String, byte[]> taken) {
            throw new AssertionError("Not even an exception");
        }

        @Incoming("failing-in")
        Uni<Void> failing(KafkaRecord<String, byte[]> taken) {
            return Uni.createFrom().failure(new IllegalStateException("A mistake later on"));
        }
    }
}
