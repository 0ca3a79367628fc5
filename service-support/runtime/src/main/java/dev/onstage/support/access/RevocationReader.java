package dev.onstage.support.access;

import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.RevocationEvent;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.problem.LogText;
import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
 * Kafka once in ten seconds while nothing comes. Nothing waits for it: while Kafka is away Redis says the same. That it is away
 * is asked for, since a consumer whose brokers are gone goes on polling and finds nothing. The gauge
 * {@code access.revocations.read} tells whether this copy knows all that was told.
 */
@ApplicationScoped
class RevocationReader {
    private static final Logger LOG = Logger.getLogger(RevocationReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.ACCESS_REVOCATION.topicName(), 0);
    private static final Duration LOOK_BACK = RevokedSessions.LONGEST_MEMORY;
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(ANSWER_WITHIN_MILLIS);

    /** Without anything to read; then it is asked whether Kafka is there. */
    private static final Duration POLL = Duration.ofSeconds(15);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final AnnouncedRevocations announced;
    private final Clock clock = Clock.systemUTC();
    private final Trouble trouble = new Trouble();
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean upToDate;
    private @Nullable Consumer<String, byte[]> consumer;
    private @Nullable Thread thread;

    @Inject
    RevocationReader(
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> connection,
            AnnouncedRevocations announced,
            MeterRegistry metrics) {
        this(() -> connect(connection.get()), announced, metrics);
    }

    RevocationReader(
            Supplier<Consumer<String, byte[]>> consumers, AnnouncedRevocations announced, MeterRegistry metrics) {
        this.consumers = consumers;
        this.announced = announced;
        Gauge.builder("access.revocations.read", this, reader -> reader.upToDate ? 1 : 0)
                .description("1 while this copy has read which logins have ended, and Kafka answers it")
                .register(metrics);
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
                upToDate = false;
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
        Consumer<String, byte[]> made = open();
        try {
            long end = seek(made);
            if (trouble.ends()) {
                LOG.info("Kafka tells again which logins have ended.");
            }
            while (!isEnding(Duration.ZERO)) {
                if (!upToDate && made.position(PARTITION, ANSWER_WITHIN) >= end) {
                    upToDate = true;
                }
                ConsumerRecords<String, byte[]> found = made.poll(POLL);
                found.forEach(one -> event(one).ifPresent(announced::add));
                if (found.isEmpty()) {
                    requireAnswer(made);
                }
            }
        } finally {
            close(made);
        }
    }

    /** Fails when no broker answers in time. */
    private static void requireAnswer(Consumer<String, byte[]> made) {
        made.endOffsets(Set.of(PARTITION), ANSWER_WITHIN);
    }

    private synchronized Consumer<String, byte[]> open() {
        Consumer<String, byte[]> made = consumers.get();
        consumer = made;
        return made;
    }

    private static Consumer<String, byte[]> connect(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "revocations");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3 * ANSWER_WITHIN_MILLIS);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private synchronized void close(Consumer<String, byte[]> made) {
        consumer = null;
        made.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Where the topic ends. What comes while this asks is behind that, and is read. */
    private long seek(Consumer<String, byte[]> made) {
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
        return end == null ? 0 : end;
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
