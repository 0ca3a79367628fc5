package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * A look at something in the app at GetStream that one replica at a time takes, under a lease. What came of it is stored: when the
 * next look is due, and what is wrong since when, is the same for all replicas, and each reads it every few seconds. Without the
 * database it goes on showing what it read last.
 */
final class SharedCheck {

    private static final Logger LOG = Logger.getLogger(SharedCheck.class);

    private final Terms terms;
    private final CheckRepository repository;
    private final Leases leases;
    private final GetStreamTokens tokens;
    private final Look look;

    /** Whether this copy has not yet seen, since it started, a look that it may rely on. */
    private volatile boolean starting = true;

    private volatile List<ProviderWarning> warnings;

    /**
     * What distinguishes a check.
     *
     * @param name of the check and of its lease
     * @param subject what it is looked at for: another one makes it due
     * @param leaseTime longer than a look takes
     * @param atStart whether a copy that starts has one taken, unless another was just taken
     */
    record Terms(String name, String subject, Duration leaseTime, boolean atStart) {}

    /** When to look again, and what is wrong until then. */
    record Finding(Duration nextIn, List<ProviderWarning> warnings) {}

    /** The look itself. It never fails: that it could not be taken is a finding. */
    @FunctionalInterface
    interface Look {
        Uni<Finding> take(LeaseToken lease);
    }

    /** A check that shows {@code atFirst} before anything is read. */
    SharedCheck(
            Terms terms,
            CheckRepository repository,
            Leases leases,
            GetStreamTokens tokens,
            List<ProviderWarning> atFirst,
            Look look) {
        this.terms = terms;
        this.repository = repository;
        this.leases = leases;
        this.tokens = tokens;
        this.warnings = atFirst;
        this.look = look;
    }

    /** What is wrong; local, no call. */
    List<ProviderWarning> warnings() {
        return warnings;
    }

    /** Looks at once, unless another replica is at it. Never fails. */
    Uni<Void> takeNow() {
        return take(last -> true)
                .onFailure()
                .invoke(failure -> LOG.warnf("%s was not looked at: %s", terms.name(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Looks when it is time, else shows what is stored. Never fails. */
    Uni<Void> takeWhenDue() {
        return repository
                .last(storedUnder(), terms.name())
                .chain(last -> isDue(last) ? take(this::isDue) : show(last))
                .onFailure()
                .invoke(failure -> LOG.debugf("%s was not read: %s", terms.name(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Has a replica look soon, but not before this much has passed since the last look. Never fails. */
    Uni<Void> takeSoon(Duration afterTheLast) {
        return repository
                .makeDue(storedUnder(), terms.name(), afterTheLast)
                .onFailure()
                .invoke(failure -> LOG.debugf("%s is looked at later: %s", terms.name(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private boolean isDue(Optional<AppCheck> last) {
        return last.isEmpty() || last.get().due() || isWantedAtStart(last.get()) || isAnothers(last.get());
    }

    private boolean isWantedAtStart(AppCheck check) {
        return terms.atStart() && starting && !isReliable(check);
    }

    /** A copy with other settings, which ends while they are changed, may have looked for its own subject again. */
    private boolean isAnothers(AppCheck check) {
        return !check.recent() && !check.subject().equals(terms.subject());
    }

    private boolean isReliable(AppCheck check) {
        return check.recent() && check.subject().equals(terms.subject());
    }

    /** What is stored while no key is configured is about that. */
    private String storedUnder() {
        return tokens.configuredKey().orElse("");
    }

    private Uni<Void> take(Predicate<Optional<AppCheck>> wanted) {
        return leases.acquire(terms.name(), terms.leaseTime()).chain(lease -> lease.map(held -> take(wanted, held))
                // Another replica is at it.
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Another replica may have looked just before the lease was taken. */
    private Uni<Void> take(Predicate<Optional<AppCheck>> wanted, LeaseToken lease) {
        return repository
                .last(storedUnder(), terms.name())
                .chain(last -> wanted.test(last) ? take(last, lease) : show(last))
                .eventually(() -> leases.release(lease));
    }

    private Uni<Void> take(Optional<AppCheck> last, LeaseToken lease) {
        return look.take(lease).chain(found -> {
            List<ProviderWarning> known = sinceFirstSeen(found.warnings(), last);
            return repository
                    .save(storedUnder(), terms.name(), terms.subject(), known, found.nextIn(), last, lease)
                    .invoke(() -> show(known));
        });
    }

    private Uni<Void> show(Optional<AppCheck> last) {
        last.ifPresent(check -> show(check.warnings()));
        return Uni.createFrom().voidItem();
    }

    private void show(List<ProviderWarning> known) {
        warnings = known;
        starting = false;
    }

    /** What was wrong at the last look as well is wrong since then. */
    private static List<ProviderWarning> sinceFirstSeen(List<ProviderWarning> found, Optional<AppCheck> last) {
        Map<String, Instant> before = new HashMap<>();
        last.ifPresent(check -> check.warnings().forEach(warning -> before.put(warning.code(), warning.since())));
        return found.stream()
                .map(warning -> new ProviderWarning(
                        warning.code(),
                        warning.message(),
                        warning.fix(),
                        before.getOrDefault(warning.code(), warning.since())))
                .toList();
    }
}
