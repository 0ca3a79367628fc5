package dev.onstage.support.access;

import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.RevocationEvent;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.problem.LogText;
import dev.onstage.support.trouble.Trouble;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code access.revocation.v1} into {@link AnnouncedRevocations}, from what the life of an access token covers on. Every copy
 * reads all of it, so there is no group, no offset to keep and nothing to hand over. It reads on a thread of its own, which asks
 * Kafka once in ten seconds while nothing comes. Nothing waits for it: while Kafka is away Redis says the same.
 */
@ApplicationScoped
class RevocationReader {
    private static final Logger LOG = Logger.getLogger(RevocationReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.ACCESS_REVOCATION.topicName(), 0);
    private static final Duration LOOK_BACK = RevokedSessions.LONGEST_MEMORY;
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    private final Instance<Map<String, Object>> connection;
    private final AnnouncedRevocations announced;
    private final Clock clock = Clock.systemUTC();
    private final Trouble trouble = new Trouble();
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread thread;

    RevocationReader(
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> connection,
            AnnouncedRevocations announced) {
        this.connection = connection;
        this.announced = announced;
    }

    void start(@Observes StartupEvent event) {
        Thread reading = new Thread(this::readUntilTheEnd, "revocations");
        reading.setDaemon(true);
        thread = reading;
        reading.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        ending.countDown();
        synchronized (this) {
            if (consumer != null) {
                consumer.wakeup();
            }
        }
        if (thread != null) {
            thread.join(END_PATIENCE.toMillis());
        }
    }

    private void readUntilTheEnd() {
        while (!isEnding(Duration.ZERO)) {
            try {
                read();
            } catch (WakeupException told) {
                return;
            } catch (RuntimeException failure) {
                if (trouble.begins()) {
                    LOG.warnf(
                            "Kafka does not tell which logins have ended; until it does, only Redis says so: %s",
                            failure);
                }
                if (isEnding(BETWEEN_ATTEMPTS)) {
                    return;
                }
            }
        }
    }

    private boolean isEnding(Duration after) {
        try {
            return ending.await(after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Ends by a failure only. */
    private void read() {
        KafkaConsumer<String, byte[]> made = open();
        try {
            seek(made);
            if (trouble.ends()) {
                LOG.info("Kafka tells again which logins have ended.");
            }
            while (!isEnding(Duration.ZERO)) {
                for (ConsumerRecord<String, byte[]> one : made.poll(POLL)) {
                    event(one).ifPresent(announced::add);
                }
            }
        } finally {
            close(made);
        }
    }

    private synchronized KafkaConsumer<String, byte[]> open() {
        Map<String, Object> settings = new HashMap<>(connection.get());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "revocations");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3 * ANSWER_WITHIN_MILLIS);
        KafkaConsumer<String, byte[]> made =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer = made;
        return made;
    }

    private synchronized void close(KafkaConsumer<String, byte[]> made) {
        consumer = null;
        made.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** What comes while this asks is behind the end that was asked for first, and is read. */
    private void seek(KafkaConsumer<String, byte[]> made) {
        made.assign(Set.of(PARTITION));
        Long end = made.endOffsets(Set.of(PARTITION)).get(PARTITION);
        long from = clock.instant().minus(LOOK_BACK).toEpochMilli();
        OffsetAndTimestamp first = made.offsetsForTimes(Map.of(PARTITION, from)).get(PARTITION);
        if (first != null) {
            made.seek(PARTITION, first.offset());
        } else if (end != null) {
            made.seek(PARTITION, end);
        } else {
            made.seekToBeginning(Set.of(PARTITION));
        }
    }

    /** Empty for what a newer version may write, and for what nobody can read: there is nothing to be done about it here. */
    private static Optional<RevocationEvent> event(ConsumerRecord<String, byte[]> one) {
        Header name = one.headers().lastHeader(CloudEventHeader.TYPE.key());
        if (name == null || name.value() == null || one.value() == null) {
            return Optional.empty();
        }
        try {
            return EventType.byName(new String(name.value(), StandardCharsets.UTF_8))
                    .map(type -> EventReader.event(type, one.value()))
                    .filter(RevocationEvent.class::isInstance)
                    .map(RevocationEvent.class::cast);
        } catch (MalformedEventException unreadable) {
            LOG.warnf(
                    "The record at offset %d of %s cannot be read and is left out: %s",
                    one.offset(), one.topic(), LogText.of(unreadable.getMessage()));
            return Optional.empty();
        }
    }
}
