package dev.onstage.localstack.bench;

import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.EventType;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.Topic;
import dev.onstage.localstack.client.EventRecords;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.Outcomes.Broken;
import dev.onstage.localstack.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What Kafka's own producer takes when nothing else is to be done: the two records of each delivery, ready beforehand, with
 * the settings that webhook-ingest-service uses, to topics of their own that nobody reads.
 */
final class KafkaLimit implements AutoCloseable {

    private static final String EVENTS = "bench.events";
    private static final String DELIVERIES = "bench.deliveries";
    private static final String CALL = "livestream:bench";
    private static final String CHAT = "livestream_invite:bench";
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 128 << 10;
    private static final long BUFFER_BYTES = 24L << 20;
    /** As many deliveries as the service lets wait for Kafka. */
    private static final int MOST_UNCONFIRMED = 4000;

    private final Producer<String, byte[]> producer;

    KafkaLimit(String bootstrapServers) {
        try (var kafka = new KafkaApi(bootstrapServers)) {
            kafka.createLike(Topic.PROVIDER_DELIVERIES, List.of(EVENTS, DELIVERIES));
        }
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        LINGER_MILLIS,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER_BYTES),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A delivery's records. */
    record Records(ProducerRecord<String, byte[]> event, ProducerRecord<String, byte[]> delivery) {}

    static List<Records> records(Crowd crowd, int count) {
        var records = new ArrayList<Records>(count);
        for (int number = 0; number < count; number++) {
            OnstageEvent event = event(crowd, number);
            String id = crowd.webhookId(number);
            records.add(new Records(
                    record(EVENTS, crowd, number, EventType.of(event).typeName(), EventRecords.json(event)),
                    record(DELIVERIES, crowd, number, id, crowd.body(number))));
        }
        System.gc();
        return records;
    }

    /**
     * Sends until the time is up, the same ones again when all are sent, and waits for the last confirmation: nobody looks at
     * them, and there are many more than any batch holds.
     */
    Tally send(List<Records> records, Duration duration) throws InterruptedException {
        var tally = new Tally();
        var free = new Semaphore(MOST_UNCONFIRMED);
        long end = System.nanoTime() + duration.toNanos();
        for (int next = 0; System.nanoTime() - end < 0; next = (next + 1) % records.size()) {
            free.acquire();
            send(records.get(next), tally, free);
        }
        free.acquire(MOST_UNCONFIRMED);
        return tally;
    }

    private void send(Records one, Tally tally, Semaphore free) {
        long begin = System.nanoTime();
        var unconfirmed = new AtomicInteger(2);
        for (ProducerRecord<String, byte[]> each : List.of(one.event(), one.delivery())) {
            // Confirmations come on the producer's one thread.
            Future<RecordMetadata> unused = producer.send(each, (where, failure) -> {
                if (unconfirmed.decrementAndGet() == 0) {
                    if (failure == null) {
                        tally.answered(0, 204, System.nanoTime() - begin);
                    } else {
                        tally.broken(0, Broken.CUT);
                    }
                    free.release();
                }
            });
        }
    }

    private static OnstageEvent event(Crowd crowd, int number) {
        int join = crowd.joinOf(number);
        String user = crowd.userId(number);
        return switch (crowd.kind(number)) {
            case JOINED ->
                new ParticipantJoined(
                        CALL,
                        crowd.webhookId(0),
                        crowd.userSessionId(join),
                        user,
                        user,
                        "user",
                        crowd.at(join),
                        ObservationSource.WEBHOOK);
            case LEFT ->
                new ParticipantLeft(
                        CALL,
                        crowd.webhookId(0),
                        crowd.userSessionId(join),
                        user,
                        user,
                        "user",
                        crowd.at(join),
                        crowd.at(number),
                        ObservationSource.WEBHOOK);
            case COUNTED ->
                new ParticipantCountObserved(
                        CALL,
                        crowd.webhookId(0),
                        Map.of("host", 1, "user", crowd.counted(number)),
                        crowd.countedAnonymous(number),
                        null,
                        crowd.at(number),
                        ObservationSource.WEBHOOK);
            case POSTED ->
                new ChatMessagePosted(CHAT, crowd.messageId(number), "regular", user, user, crowd.at(number));
        };
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, Crowd crowd, int number, String type, byte[] value) {
        String key = crowd.userSessionId(crowd.joinOf(number));
        String id = crowd.webhookId(number) + crowd.webhookId(number);
        return EventRecords.of(topic, key, id, type, crowd.at(number), value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
