package dev.onstage.support.access;

import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the keys that verify access tokens: read in the background from the start on, read again when a token names an
 * unknown key (at most once a second) or in the background when the copy is five minutes old. While they cannot be read the
 * last good copy serves. No start waits for them: services start in any order.
 */
@ApplicationScoped
class PublishedKeys {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class);
    private static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private record Copy(Map<String, PublicKey> keys, long readAtNanos) {}

    private record Reading(Uni<Copy> answer, AtomicBoolean ended, long askedAtNanos) {}

    private final KeySetSource source;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Reading> latestReading = new AtomicReference<>();
    private final Trouble trouble = new Trouble();
    private volatile @Nullable Copy copy;
    private volatile boolean stopping;

    @Inject
    PublishedKeys(KeySetSource source, MeterRegistry metrics) {
        this(source, metrics, System::nanoTime);
    }

    PublishedKeys(KeySetSource source, MeterRegistry metrics, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        Gauge.builder("access.keys.age.seconds", this, PublishedKeys::ageSeconds)
                .description("How long ago the keys were read that access tokens are checked with; NaN before")
                .register(metrics);
    }

    private double ageSeconds() {
        Copy current = copy;
        return current == null ? Double.NaN : (nanoTime.getAsLong() - current.readAtNanos()) / 1e9;
    }

    void start(@Observes StartupEvent event) {
        Uni.createFrom()
                .deferred(this::readOnce)
                .onFailure()
                .invoke(failure -> LOG.debugf("The signing keys are not there yet: %s", failure))
                .onFailure(failure -> !stopping && copy == null)
                .retry()
                .withBackOff(ASK_AGAIN_AFTER, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(read -> {}, failure -> LOG.debugf("The signing keys were never read: %s", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** The key with this id, empty when it is not published; fails when no copy of the keys could be had so far. */
    Uni<Optional<PublicKey>> find(String keyId) {
        Copy current = copy;
        if (current != null && current.keys().containsKey(keyId)) {
            if (isOlderThan(REFRESH_AFTER, current.readAtNanos())) {
                readOnce().subscribe().with(fresh -> {}, this::warn);
            }
            return Uni.createFrom().item(Optional.ofNullable(current.keys().get(keyId)));
        }
        return CallersContext.returnTo(current == null ? readPatiently() : readOnce())
                .map(fresh -> Optional.ofNullable(fresh.keys().get(keyId)))
                .onFailure()
                .invoke(this::warn)
                .onFailure(failure -> current != null)
                .recoverWithItem(Optional.empty());
    }

    /** Only where somebody needs them: that they are not there at the start means nothing. */
    private void warn(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf("The signing keys cannot be read: %s", failure);
        }
    }

    private void keep(Copy fresh) {
        copy = fresh;
        if (trouble.ends()) {
            LOG.info("The signing keys can be read again.");
        }
    }

    /** Without any copy a second try is better than no answer: a process that just started is slow. */
    private Uni<Copy> readPatiently() {
        return Uni.createFrom().deferred(this::readOnce).onFailure().retry().atMost(1);
    }

    /**
     * Joins a reading under way or, with a copy at hand, done a moment ago, so that forged key ids cannot make us ask more
     * than once a second. Without a copy a failure a moment ago says nothing about this moment.
     */
    private Uni<Copy> readOnce() {
        Reading latest = latestReading.get();
        if (latest != null
                && (!latest.ended().get() || (copy != null && !isOlderThan(ASK_AGAIN_AFTER, latest.askedAtNanos())))) {
            return latest.answer();
        }
        AtomicBoolean ended = new AtomicBoolean();
        Uni<Copy> answer =
                read().onTermination().invoke(() -> ended.set(true)).memoize().indefinitely();
        Reading next = new Reading(answer, ended, nanoTime.getAsLong());
        if (latestReading.compareAndSet(latest, next)) {
            return next.answer();
        }
        Reading winner = latestReading.get();
        return winner == null ? next.answer() : winner.answer();
    }

    private Uni<Copy> read() {
        return source.read()
                .map(keys -> new Copy(keys, nanoTime.getAsLong()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(this::keep);
    }

    private boolean isOlderThan(Duration age, long nanos) {
        return nanoTime.getAsLong() - nanos > age.toNanos();
    }
}
