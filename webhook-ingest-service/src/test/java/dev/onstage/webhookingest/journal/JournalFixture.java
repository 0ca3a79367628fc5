package dev.onstage.webhookingest.journal;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.testing.TestDatabase;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.verification.TestVerifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The journal's storage on a real database, called directly instead of by Kafka and the clock. */
public final class JournalFixture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PartitionRepository partitions = new PartitionRepository();
    private final PartitionService partitionService;
    private final JournalService service;

    public JournalFixture(String databaseName) {
        database = TestDatabase.create(ServiceSchema.WEBHOOK_INGEST, databaseName);
        partitionService = new PartitionService(database.pool(), partitions);
        service = newService();
    }

    /** Another instance of the service on the same database. */
    JournalService newService() {
        return new JournalService(
                database.pool(), new JournalRepository(), new PartitionService(database.pool(), partitions), metrics);
    }

    public DeliveryRepository deliveries() {
        return new DeliveryRepository(database.pool());
    }

    public StoredBodies bodies() {
        return new StoredBodies(TestVerifier.verifier(1 << 20, 4 << 20, "unused=unused"));
    }

    public void storeAll(List<EntryBuilder> entries) {
        store(entries.stream().map(EntryBuilder::build).toList());
    }

    PartitionService partitionService() {
        return partitionService;
    }

    PartitionRepository partitions() {
        return partitions;
    }

    Pool pool() {
        return database.pool();
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    void store(List<JournalEntry> entries) {
        service.store(entries).await().atMost(PATIENCE);
    }

    int statementsFor(List<JournalEntry> entries) {
        int before = statements();
        store(entries);
        return statements() - before;
    }

    /** Sent so far. */
    int statements() {
        return database.statements();
    }

    /** A lease that is held for a minute. */
    LeaseToken lease() {
        execute("INSERT INTO leases (name, owner, token, held_until) VALUES ('test', 'me', 1, now() + interval '1 min')"
                + " ON CONFLICT (name) DO UPDATE SET held_until = excluded.held_until");
        return new LeaseToken("test", 1);
    }

    List<Row> rows(String query) {
        return StreamSupport.stream(
                        pool().query(query).execute().await().atMost(PATIENCE).spliterator(), false)
                .toList();
    }

    long count(String query) {
        return rows(query).get(0).getLong(0);
    }

    void execute(String statement) {
        pool().query(statement).execute().await().atMost(PATIENCE);
    }

    static List<JournalEntry> entries(int count, Instant from) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry(from.plusMillis(i), "call.session_participant_joined", new byte[200], true))
                .toList();
    }

    static JournalEntry entry(Instant receivedAt, String type, byte[] body, boolean keepBody) {
        return new JournalEntry(
                UUID.randomUUID(),
                receivedAt.truncatedTo(ChronoUnit.MICROS),
                UUID.randomUUID().toString(),
                1,
                "key",
                type,
                new DeliverySubject("livestream:main", null),
                receivedAt.truncatedTo(ChronoUnit.MICROS),
                DeliveryOutcome.ACCEPTED,
                false,
                false,
                Buffer.buffer(body),
                keepBody);
    }

    @Override
    public void close() {
        database.close();
    }
}
