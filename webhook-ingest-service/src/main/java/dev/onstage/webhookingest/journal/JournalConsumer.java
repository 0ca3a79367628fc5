package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.EventIntake;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code provider.deliveries.v1}. */
@ApplicationScoped
class JournalConsumer {
    private final StorageReady storage;
    private final EventIntake intake;
    private final JournalService service;
    private final JournalLag lag;
    private final JournalEntryReader reader;

    JournalConsumer(
            StorageReady storage, EventIntake intake, JournalService service, JournalLag lag, JournalConfig config) {
        this.storage = storage;
        this.intake = intake;
        this.service = service;
        this.lag = lag;
        this.reader = new JournalEntryReader(Clock.systemUTC(), config.retention(), config.bodiesUntilLag());
    }

    @Incoming("provider-deliveries-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        lag.begin(oldest(batch));
        return intake.take(batch, this::read, entries -> storage.whenReady().chain(() -> service.store(entries)))
                .onTermination()
                .invoke(lag::end);
    }

    private Optional<JournalEntry> read(ConsumerRecord<String, byte[]> origin) {
        Instant produced = Instant.ofEpochMilli(origin.timestamp());
        return Optional.of(reader.read(origin.key(), origin.headers(), origin.value(), produced));
    }

    private static Instant oldest(KafkaRecordBatch<String, byte[]> batch) {
        return batch.getRecords().stream()
                .map(origin -> origin.getTimestamp())
                .min(Comparator.naturalOrder())
                .orElseGet(Instant::now);
    }
}
