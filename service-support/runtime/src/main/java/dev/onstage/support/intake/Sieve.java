package dev.onstage.support.intake;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Applies the items of one poll and sorts out those that cannot be applied.
 *
 * <ul>
 *   <li>A failure that passes: the same items are tried again with growing pauses, for as long as it takes.
 *   <li>Any other: the items are halved until one is left, which is refused. The others are applied, in their order.
 *   <li>A failure that nobody foresaw has to come several times from the one item that is left. It may be the first sign of a
 *       server that goes away, and then no item is at fault. Once one item of a poll has shown such a failure to stay, the
 *       next that fail in the same way at the same place are refused at once.
 * </ul>
 *
 * <p>Applying must be idempotent: what was applied before a failure comes again. One instance serves one poll.
 */
final class Sieve<T> {

    /** How long to pause between two attempts; how often an unforeseen failure must come from one item. */
    record Patience(Duration firstPause, Duration longestPause, int attempts) {
        static final Patience USUAL = new Patience(Duration.ofMillis(100), Duration.ofSeconds(5), 5);
    }

    /** An item that cannot be applied, and why. */
    record Refused<T>(T item, Throwable reason) {}

    private final Function<List<T>, Uni<Void>> apply;
    private final IntakeProgress.Work work;
    private final Patience patience;
    private final List<Refused<T>> refused = new ArrayList<>();
    private final Set<String> confirmed = new HashSet<>();

    /**
     * @param apply applies items in the order given, all or none
     * @param work is told how it goes
     */
    Sieve(Function<List<T>, Uni<Void>> apply, IntakeProgress.Work work, Patience patience) {
        this.apply = apply;
        this.work = work;
        this.patience = patience;
    }

    /** Applies what can be applied; answers the items that cannot be, in order. Never fails. */
    Uni<List<Refused<T>>> sift(List<T> items) {
        return write(items).replaceWith(refused);
    }

    private Uni<Void> write(List<T> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return attempt(items).invoke(work::progressed).onFailure().recoverWithUni(failure -> divide(items, failure));
    }

    /** Fails with what does not pass. */
    private Uni<Void> attempt(List<T> items) {
        return Uni.createFrom()
                .deferred(() -> apply.apply(items))
                .onFailure(Sieve::passes)
                .invoke(work::waits)
                .onFailure(Sieve::passes)
                .retry()
                .withBackOff(patience.firstPause(), patience.longestPause())
                .indefinitely();
    }

    private Uni<Void> divide(List<T> items, Throwable failure) {
        if (items.size() == 1) {
            return judge(items, failure);
        }
        int middle = items.size() / 2;
        return write(items.subList(0, middle)).chain(() -> write(items.subList(middle, items.size())));
    }

    private Uni<Void> judge(List<T> single, Throwable failure) {
        if (Verdict.of(failure) == Verdict.REFUSE || confirmed.contains(DeadLetterReason.of(failure))) {
            return refuse(single, failure);
        }
        work.waits(failure);
        if (work.processEnds()) {
            return Uni.createFrom().nothing();
        }
        return attempt(single)
                .onFailure()
                .retry()
                .withBackOff(patience.firstPause(), patience.longestPause())
                .atMost(patience.attempts())
                .invoke(work::progressed)
                .onFailure()
                .recoverWithUni(last -> {
                    // Mutiny tells of the exhausted attempts in an exception of its own.
                    confirmed.add(DeadLetterReason.of(failure));
                    return refuse(single, failure);
                });
    }

    private Uni<Void> refuse(List<T> single, Throwable failure) {
        refused.add(new Refused<>(single.get(0), failure));
        work.progressed();
        return Uni.createFrom().voidItem();
    }

    private static boolean passes(Throwable failure) {
        return Verdict.of(failure) == Verdict.WAIT;
    }
}
