package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.BatchIntake;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code provider.deliveries.v1}. */
@ApplicationScoped
class JournalConsumer {
    private final StorageReady storage;
    private final BatchIntake intake;
    private final JournalService service;
    private final JournalLag lag;
    private final JournalEntryReader reader;

    JournalConsumer(
            StorageReady storage, BatchIntake intake, JournalService service, JournalLag lag, JournalConfig config) {
        this.storage = storage;
        this.intake = intake;
        this.service = service;
        this.lag = lag;
        this.reader = new JournalEntryReader(Clock.systemUTC(), config.retention(), config.bodiesUntilLag());
    }

    @Incoming("provider-deliveries-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        lag.begin(oldest(batch));
        return storage.whenReady()
                .chain(() -> intake.take(batch, this::read, service::store))
                .onTermination()
                .invoke(lag::end);
    }

    private Optional<JournalEntry> read(KafkaRecord<String, byte[]> origin) {
        return Optional.of(
                reader.read(origin.getKey(), origin.getHeaders(), origin.getPayload(), origin.getTimestamp()));
    }

    private static Instant oldest(KafkaRecordBatch<String, byte[]> batch) {
        return batch.getRecords().stream()
                .map(origin -> origin.getTimestamp())
                .min(Comparator.naturalOrder())
                .orElseGet(Instant::now);
    }
}
