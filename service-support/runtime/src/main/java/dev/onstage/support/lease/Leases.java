package dev.onstage.support.lease;

import dev.onstage.support.copy.CopyName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leases in the service's table {@code leases} (DDL: {@code dev/onstage/support/leases.sql}). The database's clock alone
 * decides, so machines with different clocks agree.
 *
 * <p>A holder that was paused does not know that its lease is over. Every write made under a lease therefore names the
 * fence: {@code … AND EXISTS (SELECT 1 FROM leases WHERE name = $n AND token = $m AND held_until > clock_timestamp())}.
 */
@ApplicationScoped
public class Leases {
    private static final String ACQUIRE = """
            INSERT INTO leases AS held (name, owner, token, held_until)
            VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
            ON CONFLICT (name) DO UPDATE
               SET owner = excluded.owner, token = held.token + 1, held_until = excluded.held_until
             WHERE held.held_until <= clock_timestamp()
            RETURNING token
            """;
    private static final String RENEW = """
            UPDATE leases SET held_until = clock_timestamp() + $3 * interval '1 millisecond'
             WHERE name = $1 AND token = $2 AND held_until > clock_timestamp()
            """;
    private static final String RELEASE = """
            UPDATE leases SET held_until = clock_timestamp()
             WHERE name = $1 AND token = $2 AND held_until > clock_timestamp()
            """;

    private final Supplier<Pool> pool;
    private final String owner;
    private final MeterRegistry metrics;

    @Inject
    Leases(Instance<Pool> pool, CopyName copy, MeterRegistry metrics) {
        this(pool::get, copy.text(), metrics);
    }

    /**
     * Leases without a container.
     *
     * @param pool of the database with the table
     * @param owner who takes them
     * @param metrics tells which of them are held
     */
    public Leases(Supplier<Pool> pool, String owner, MeterRegistry metrics) {
        this.pool = pool;
        this.owner = owner;
        this.metrics = metrics;
    }

    /**
     * A lease for work that one copy does all the time. It is not taken by this.
     *
     * @param ttl for how long it outlives its holder; it must be prolonged more often
     */
    public HeldLease held(String name, Duration ttl) {
        HeldLease lease = new HeldLease(this, name, ttl, System::nanoTime);
        Gauge.builder("lease.held", lease, held -> held.isHeld() ? 1 : 0)
                .description("1 on the copy that does what only one does at a time")
                .tag("lease", name)
                .register(metrics);
        return lease;
    }

    /** Takes the lease when nobody holds it, in one short transaction; empty when somebody does. */
    public Uni<Optional<LeaseToken>> acquire(String name, Duration ttl) {
        return pool.get()
                .preparedQuery(ACQUIRE)
                .execute(Tuple.of(name, owner, ttl.toMillis()))
                .map(rows -> firstToken(name, rows));
    }

    /** Prolongs a lease that is still held; false when it is over, whoever holds it by now. */
    public Uni<Boolean> renew(LeaseToken token, Duration ttl) {
        return pool.get()
                .preparedQuery(RENEW)
                .execute(Tuple.of(token.name(), token.fence(), ttl.toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Gives a lease back early; does nothing when it is over already. */
    public Uni<Void> release(LeaseToken token) {
        return pool.get()
                .preparedQuery(RELEASE)
                .execute(Tuple.of(token.name(), token.fence()))
                .replaceWithVoid();
    }

    private static Optional<LeaseToken> firstToken(String name, RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new LeaseToken(name, row.getLong("token")));
        }
        return Optional.empty();
    }
}
