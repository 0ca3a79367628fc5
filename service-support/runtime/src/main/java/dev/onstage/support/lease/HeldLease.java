package dev.onstage.support.lease;

import dev.onstage.support.stop.LastWork;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease that this process has for as long as it can, for work that one copy does at a time. Gauge {@code lease.held} by lease
 * says which copy it is. Thread-safe.
 */
public final class HeldLease {
    private final Leases leases;
    private final String name;
    private final Duration ttl;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();
    private volatile boolean givenBack;

    HeldLease(Leases leases, String name, Duration ttl, LongSupplier nanoTime) {
        this.leases = leases;
        this.name = name;
        this.ttl = ttl;
        this.nanoTime = nanoTime;
    }

    private record Hold(LeaseToken token, long untilNanos) {}

    /** The lease that is held, without asking the database whether it still is; else takes it if nobody has it. */
    public Uni<Optional<LeaseToken>> take() {
        Hold current = hold.get();
        return current == null ? acquire() : Uni.createFrom().item(Optional.of(current.token()));
    }

    /** The lease, prolonged when it is held; else takes it if nobody has it. */
    public Uni<Optional<LeaseToken>> keep() {
        return prolong().chain(this::take);
    }

    /** Prolongs the lease when it is held. */
    public Uni<Void> prolong() {
        Hold current = hold.get();
        if (current == null) {
            return Uni.createFrom().voidItem();
        }
        long asked = nanoTime.getAsLong();
        return leases.renew(current.token(), ttl)
                .invoke(renewed -> hold.compareAndSet(current, renewed ? holdSince(current.token(), asked) : null))
                .replaceWithVoid();
    }

    /** The database refused a write in the name of this token: the lease is over. */
    public void lost(LeaseToken token) {
        Hold current = hold.get();
        if (current != null && current.token().equals(token)) {
            hold.compareAndSet(current, null);
        }
    }

    /** Whether this process has it, by its own clock: what was not prolonged in time is over, whatever the database says. */
    public boolean isHeld() {
        Hold current = hold.get();
        return current != null && current.untilNanos() - nanoTime.getAsLong() > 0;
    }

    /** Gives the lease back for good, so that another copy goes on at once. Waits for a moment, not for a database that is away. */
    public void giveBack() {
        givenBack = true;
        Hold current = hold.getAndSet(null);
        if (current != null) {
            LastWork.tryFor(leases.release(current.token()));
        }
    }

    private Uni<Optional<LeaseToken>> acquire() {
        if (givenBack) {
            return Uni.createFrom().item(Optional.empty());
        }
        long asked = nanoTime.getAsLong();
        return leases.acquire(name, ttl).chain(taken -> taken.map(token -> own(token, asked))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<LeaseToken>> own(LeaseToken token, long asked) {
        Hold mine = holdSince(token, asked);
        hold.set(mine);
        if (givenBack && hold.compareAndSet(mine, null)) {
            return leases.release(token).replaceWith(Optional.empty());
        }
        return Uni.createFrom().item(givenBack ? Optional.empty() : Optional.of(token));
    }

    private Hold holdSince(LeaseToken token, long asked) {
        return new Hold(token, asked + ttl.toNanos());
    }
}
