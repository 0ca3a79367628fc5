package dev.onstage.analytics.session;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Follows the live sessions, one instance at a time, every second. */
@ApplicationScoped
public class LiveService {

    private static final String LEASE = "analytics.live";
    private static final Duration LEASE_TTL = Duration.ofSeconds(10);

    private final Leases leases;
    private final LiveUpdate live;
    private final InstantSource clock;
    private final AtomicReference<@Nullable LeaseToken> held = new AtomicReference<>();

    LiveService(Leases leases, LiveUpdate live, InstantSource clock) {
        this.leases = leases;
        this.live = live;
        this.clock = clock;
    }

    /** Does what is due; nothing when another instance holds the lease. */
    @Scheduled(every = "{onstage.analytics.follow-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> follow() {
        return lease().chain(lease -> lease.map(token -> live.update(token, clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Optional<LeaseToken>> lease() {
        LeaseToken token = held.get();
        Uni<Boolean> kept = token == null ? Uni.createFrom().item(false) : leases.renew(token, LEASE_TTL);
        return kept.chain(still ->
                        still ? Uni.createFrom().item(Optional.ofNullable(token)) : leases.acquire(LEASE, LEASE_TTL))
                .invoke(current -> held.set(current.orElse(null)));
    }
}
