package dev.onstage.webhookingest.spooling;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.testing.TestDatabase;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.TestPublisher;
import dev.onstage.webhookingest.storage.StorageReady;
import dev.onstage.webhookingest.storage.TestStorage;
import dev.onstage.webhookingest.verification.TestVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The spool on a real database without a container; Kafka is its test double. */
public final class SpoolFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the relay's verifier knows: none of the keys that the deliveries were signed with. */
    private static final String ROTATED = "another-key=another-secret";

    private static final int MOST_UNPACKED = 1 << 16;
    private static final Instant BEGIN = Instant.parse("2026-11-20T18:30:00Z");

    private final TestDatabase database;
    private final StorageReady storage;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();

    public SpoolFixture(String databaseName) {
        database = TestDatabase.create(ServiceSchema.WEBHOOK_INGEST, databaseName);
        storage = TestStorage.ready(database.pool(), databaseName);
    }

    /** The spool with these settings, without their prefix. */
    public DeliverySpool spool(Map<String, String> settings) {
        return spool(storage, settings);
    }

    DeliverySpool spool(StorageReady readiness, Map<String, String> settings) {
        return new DeliverySpool(store(settings), config(settings), readiness, vertx.getDelegate());
    }

    /** Publishes one batch of what is in the spool, as the only relay. */
    public void relayOneBatch(TestPublisher kafka) {
        SpoolRelay relay = relay(kafka, "only", Map.of());
        relay.cycle().await().atMost(PATIENCE);
        relay.stop(new ShutdownEvent());
    }

    SpoolStore store(Map<String, String> settings) {
        return new SpoolStore(database.pool(), config(settings));
    }

    SpoolRelay relay(TestPublisher kafka, String owner, Map<String, String> settings) {
        return relay(kafka, owner, settings, metrics);
    }

    /** A registry shows a figure of the relay that came first. */
    SpoolRelay relay(TestPublisher kafka, String owner, Map<String, String> settings, MeterRegistry ownMetrics) {
        return new SpoolRelay(
                config(settings),
                store(settings),
                storage,
                new Leases(database::pool, owner, metrics),
                TestVerifier.verifier(1 << 20, MOST_UNPACKED, ROTATED),
                new DeliveryNormaliser(),
                kafka.publisher(),
                ownMetrics,
                Tracing.off(),
                vertx);
    }

    private static SpoolConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder config =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SpoolConfig.class);
        // A slow machine neither loses a lease nor gives an insert up, unless a test wants that.
        Map<String, String> all = new HashMap<>(Map.of("lease-ttl", "10m", "insert-timeout", "1m"));
        all.putAll(settings);
        all.forEach((name, value) -> config.withDefaultValue("onstage.spool." + name, value));
        return config.build().getConfigMapping(SpoolConfig.class);
    }

    Pool pool() {
        return database.pool();
    }

    int statements() {
        return database.statements();
    }

    /** A row that was received so many milliseconds after the others. */
    static SpooledDelivery row(int millis, byte[] body) {
        return row(millis, body, DeliveryOutcome.ACCEPTED);
    }

    static SpooledDelivery row(int millis, byte[] body, DeliveryOutcome outcome) {
        return row(BEGIN.plusMillis(millis), body, outcome);
    }

    static SpooledDelivery row(Instant receivedAt, byte[] body, DeliveryOutcome outcome) {
        return new SpooledDelivery(
                UuidCreator.getTimeOrderedEpoch(receivedAt),
                receivedAt,
                SignedDeliveries.API_KEY,
                "webhook-1",
                "2",
                outcome,
                "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
                Buffer.buffer(body));
    }

    /** Puts rows into the spool, whatever its bounds. */
    void insert(List<SpooledDelivery> rows) {
        store(Map.of()).insert(rows).await().atMost(PATIENCE);
    }

    /** The ids of the rows, oldest first. */
    List<UUID> ids() {
        return rows("SELECT delivery_id FROM webhook_spool ORDER BY delivery_id").stream()
                .map(row -> row.getUUID(0))
                .toList();
    }

    /** How many deliveries wait. */
    public int count() {
        return ids().size();
    }

    /** True when what the spool knows of its level is what is in the table, at one moment. */
    boolean knowsItsLevel() {
        return rows("""
                SELECT row_count = (SELECT count(*) FROM webhook_spool)
                   AND bytes = (SELECT coalesce(sum(octet_length(body)), 0) FROM webhook_spool)
                  FROM webhook_spool_usage""").get(0).getBoolean(0);
    }

    /** A lease that is held for a minute, whoever had it. */
    LeaseToken takeLease(String name) {
        return new LeaseToken(
                name,
                rows("INSERT INTO leases (name, owner, token, held_until) VALUES ('" + name
                                + "', 'test', 1, now() + interval '1 min') ON CONFLICT (name) DO UPDATE"
                                + " SET owner = 'test', token = leases.token + 1, held_until = excluded.held_until"
                                + " RETURNING token")
                        .get(0)
                        .getLong(0));
    }

    /** Has every lease end now. */
    void endLeases() {
        rows("UPDATE leases SET held_until = clock_timestamp()");
    }

    /** Empties everything. */
    public void clear() {
        rows("DELETE FROM webhook_spool");
        rows("UPDATE webhook_spool_usage SET row_count = 0, bytes = 0");
        rows("DELETE FROM leases");
    }

    List<Row> rows(String query) {
        return StreamSupport.stream(
                        pool().query(query).execute().await().atMost(PATIENCE).spliterator(), false)
                .toList();
    }

    @Override
    public void close() {
        vertx.closeAndAwait();
        database.close();
    }
}
