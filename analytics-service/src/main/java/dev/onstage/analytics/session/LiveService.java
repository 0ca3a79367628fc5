package dev.onstage.analytics.session;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Follows the live sessions, one instance at a time: every second their current viewers, snapshots and live numbers, every
 * few seconds their figures.
 */
@ApplicationScoped
public class LiveService {

    private static final String LEASE = "analytics.live";
    private static final Duration LEASE_TTL = Duration.ofSeconds(10);
    /** The tick comes once a second, so figures that old are measured now lest they grow too old until the next. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Pool pool;
    private final Leases leases;
    private final SessionRepository sessions;
    private final LiveRepository live;
    private final LiveNumbers liveNumbers;
    private final AnalyticsConfig config;
    private final AtomicReference<@Nullable LeaseToken> held = new AtomicReference<>();

    LiveService(
            Pool pool,
            Leases leases,
            SessionRepository sessions,
            LiveRepository live,
            LiveNumbers liveNumbers,
            AnalyticsConfig config) {
        this.pool = pool;
        this.leases = leases;
        this.sessions = sessions;
        this.live = live;
        this.liveNumbers = liveNumbers;
        this.config = config;
    }

    /** Does what is due; nothing when another instance holds the lease. */
    @Scheduled(every = "{onstage.analytics.follow-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> follow() {
        return lease().chain(lease ->
                lease.isPresent() ? follow(lease.get()) : Uni.createFrom().voidItem());
    }

    private Uni<Void> follow(LeaseToken lease) {
        return live.countViewers(pool, lease, config.snapshotBaseline())
                .chain(liveNumbers::write)
                .chain(() -> sessions.stampsDue(pool, stampAge()))
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(sessionId -> stamp(sessionId, lease))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Duration stampAge() {
        Duration age = config.stampEvery().minus(TICK);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Uni<Void> stamp(UUID sessionId, LeaseToken lease) {
        return sessions.find(pool, sessionId)
                .chain(session -> session.isPresent()
                        ? Measuring.measure(sessions, pool, session.get(), Instant.now())
                                .chain(measured -> sessions.stamp(pool, sessionId, measured, lease))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Optional<LeaseToken>> lease() {
        LeaseToken token = held.get();
        Uni<Boolean> kept = token == null ? Uni.createFrom().item(false) : leases.renew(token, LEASE_TTL);
        return kept.chain(still ->
                        still ? Uni.createFrom().item(Optional.ofNullable(token)) : leases.acquire(LEASE, LEASE_TTL))
                .invoke(current -> held.set(current.orElse(null)));
    }
}
