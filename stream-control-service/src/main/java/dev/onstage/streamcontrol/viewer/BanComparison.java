package dev.onstage.streamcontrol.viewer;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Webhooks get lost: the provider is asked for its bans, often while a channel is live. One copy asks for all. */
@ApplicationScoped
class BanComparison {

    private static final Logger LOG = Logger.getLogger(BanComparison.class);
    private static final String LEASE = "provider-bans";
    private static final Duration LEASE_TIME = Duration.ofSeconds(30);

    /** Every so many turns all channels and the whole app are looked at: once a minute. */
    private static final int TURNS_FOR_ALL = 12;

    private final Leases leases;
    private final ProviderBans bans;
    private final AtomicLong turns = new AtomicLong();

    BanComparison(Leases leases, ProviderBans bans) {
        this.leases = leases;
        this.bans = bans;
    }

    @Scheduled(
            every = "{onstage.people.compare-bans-every:5s}",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> compareWhenDue() {
        return leases.acquire(LEASE, LEASE_TIME)
                .chain(lease -> lease.map(this::compare)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(failure -> LOG.debugf("Bans were not compared: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> compare(LeaseToken lease) {
        return bans.compare(turns.getAndIncrement() % TURNS_FOR_ALL == 0).eventually(() -> leases.release(lease));
    }
}
