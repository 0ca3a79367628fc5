package dev.onstage.support.access;

import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.ACCESS_REVOCATION.topicName(), 0);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RevocationReader reader =
            new RevocationReader(Broker::new, new AnnouncedRevocations(Clock.systemUTC(), 100, metrics), metrics);
    private volatile boolean away;

    @AfterEach
    void stop() throws InterruptedException {
        reader.stop(new ShutdownEvent());
    }

    @Test
    void shouldNoticeThatKafkaGoesAwayAndThatItComesBack() {
        reader.start(new StartupEvent());
        await().atMost(PATIENCE).until(this::isRead);

        away = true;
        await().atMost(PATIENCE).until(() -> !isRead());

        away = false;
        await().atMost(PATIENCE).until(this::isRead);
    }

    private boolean isRead() {
        return metrics.get("access.revocations.read").gauge().value() == 1;
    }

    /** As a consumer does whose brokers are gone, it polls and finds nothing; only what is asked for fails. */
    private final class Broker extends MockConsumer<String, byte[]> {

        private Broker() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            if (away) {
                throw new TimeoutException("Nobody answers.");
            }
            return Map.of(PARTITION, 0L);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return endOffsets(partitions);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            return Map.of();
        }
    }
}
