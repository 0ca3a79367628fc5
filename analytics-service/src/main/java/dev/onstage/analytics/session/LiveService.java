package dev.onstage.analytics.session;

import dev.onstage.support.lease.HeldLease;
import dev.onstage.support.lease.Leases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;

/** Follows the live sessions, one instance at a time, every second. */
@ApplicationScoped
public class LiveService {

    private static final String LEASE = "analytics.live";
    private static final Duration LEASE_TTL = Duration.ofSeconds(10);

    private final HeldLease lease;
    private final LiveUpdate live;
    private final InstantSource clock;

    LiveService(Leases leases, LiveUpdate live, InstantSource clock) {
        this.lease = leases.held(LEASE, LEASE_TTL);
        this.live = live;
        this.clock = clock;
    }

    /** Does what is due; nothing when another instance holds the lease. */
    @Scheduled(every = "{onstage.analytics.follow-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> follow() {
        return lease.keep().chain(held -> held.map(token -> live.update(token, clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Gives the lease back, so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        lease.giveBack();
    }
}
