package dev.onstage.webhookingest.replay;

import dev.onstage.support.door.DoorConfig;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.journal.DeliveryCursor;
import dev.onstage.webhookingest.journal.DeliveryRepository;
import dev.onstage.webhookingest.journal.DeliveryRow;
import dev.onstage.webhookingest.journal.StoredBodies;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.publishing.NotConfirmedException;
import dev.onstage.webhookingest.replay.ReplayAnswer.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the events of deliveries one delivery after the other, not faster than allowed. Never more than one body is held. */
@ApplicationScoped
class ReplaySender {
    private static final int RETRY_SECONDS = 5;

    private final DeliveryRepository repository;
    private final StoredBodies bodies;
    private final DeliveryNormaliser normaliser;
    private final Function<NormalisedDelivery, Uni<Void>> publisher;
    private final ReplayConfig config;
    private final Duration longest;

    @Inject
    ReplaySender(
            DeliveryRepository repository,
            StoredBodies bodies,
            DeliveryNormaliser normaliser,
            DeliveryPublisher publisher,
            ReplayConfig config,
            DoorConfig door) {
        this(repository, bodies, normaliser, publisher::publishEvents, config, door.answerWithin());
    }

    ReplaySender(
            DeliveryRepository repository,
            StoredBodies bodies,
            DeliveryNormaliser normaliser,
            Function<NormalisedDelivery, Uni<Void>> publisher,
            ReplayConfig config,
            Duration request) {
        this.repository = repository;
        this.bodies = bodies;
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.config = config;
        this.longest = ReplayTime.of(config.maxDuration(), request);
    }

    /**
     * Sends as many as one request may, and one even when there is no time: whoever goes on with the cursor gets to the end.
     *
     * @param rows what to send, in this order; one more than may be sent shows that there is more
     * @param tally counts while it goes
     * @param begin where the request began
     * @param traceParent what the events shall carry beside them, null for none
     * @return the cursor to go on with, null when all is done; fails with {@code overloaded} and what was sent when Kafka or
     *     the database stops answering
     */
    Uni<@Nullable String> send(
            List<DeliveryRow> rows, ReplayTally tally, @Nullable DeliveryCursor begin, @Nullable String traceParent) {
        return Uni.createFrom().deferred(() -> {
            Run run = new Run(tally, begin, traceParent, System.nanoTime());
            return Multi.createFrom()
                    .iterable(rows)
                    .onItem()
                    .transformToUniAndConcatenate(row -> takeTurn(run, row))
                    .collect()
                    .last()
                    .map(nothing -> run.left ? run.cursor() : null);
        });
    }

    private Uni<Void> takeTurn(Run run, DeliveryRow row) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - run.startedAt);
        if (run.left || run.done == config.maxDeliveries() || (run.done > 0 && elapsed.compareTo(longest) > 0)) {
            run.left = true;
            return Uni.createFrom().voidItem();
        }
        Duration due = Duration.ofSeconds(1).multipliedBy(run.done).dividedBy(config.deliveriesPerSecond());
        return pause(due.minus(elapsed))
                .chain(() -> send(run, row))
                .onFailure()
                .transform(failure -> interrupted(run, failure))
                .invoke(() -> run.ended(row));
    }

    private static Uni<Void> pause(Duration duration) {
        Uni<Void> over = Uni.createFrom().voidItem();
        return duration.isNegative() || duration.isZero()
                ? over
                : over.onItem().delayIt().by(duration);
    }

    private Uni<Void> send(Run run, DeliveryRow row) {
        Reason obstacle = ReplayTally.obstacle(row.outcome(), row.bodyKept()).orElse(null);
        if (obstacle != null && obstacle != Reason.UNKNOWN_TYPE) {
            run.tally.leftOut(row.eventType(), obstacle, 1);
            return Uni.createFrom().voidItem();
        }
        return repository.body(row).chain(body -> body.map(bytes -> publish(run, row, bytes))
                .orElseGet(() -> {
                    run.tally.leftOut(row.eventType(), Reason.BODY_DROPPED, 1);
                    return Uni.createFrom().voidItem();
                }));
    }

    /** A type that was not known at receipt may be by now. */
    private Uni<Void> publish(Run run, DeliveryRow row, Buffer body) {
        NormalisedDelivery normalised;
        try {
            normalised = normaliser.normalise(bodies.restore(row, body, run.traceParent));
        } catch (MalformedDeliveryException malformed) {
            run.tally.leftOut(row.eventType(), Reason.REFUSED, 1);
            return Uni.createFrom().voidItem();
        }
        if (!normalised.known()) {
            run.tally.leftOut(row.eventType(), Reason.UNKNOWN_TYPE, 1);
            return Uni.createFrom().voidItem();
        }
        return publisher
                .apply(normalised)
                .invoke(() -> run.tally.sent(row.eventType(), 1))
                .onFailure(ReplaySender::isTooLarge)
                .recoverWithUni(() -> {
                    run.tally.leftOut(row.eventType(), Reason.TOO_LARGE, 1);
                    return Uni.createFrom().voidItem();
                });
    }

    /** No reason to interrupt: with any other delivery Kafka may be content. */
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof NotConfirmedException notConfirmed && notConfirmed.isTooLarge();
    }

    private static ProblemException interrupted(Run run, Throwable failure) {
        ProblemException problem = new ProblemException(
                        ProblemType.OVERLOADED,
                        "The replay was interrupted after " + run.tally.deliveries() + " deliveries.",
                        failure)
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_SECONDS)
                .with("deliveries", run.tally.deliveries())
                .with("types", run.tally.types())
                .with("cannot", run.tally.cannot())
                .fix("Send it again with next as the cursor; sending twice does no harm.");
        String next = run.cursor();
        return next == null ? problem : problem.with("next", next);
    }

    private static final class Run {
        private final ReplayTally tally;
        private final @Nullable DeliveryCursor begin;
        private final @Nullable String traceParent;
        private final long startedAt;
        private @Nullable DeliveryRow last;
        private int done;
        private boolean left;

        Run(ReplayTally tally, @Nullable DeliveryCursor begin, @Nullable String traceParent, long startedAt) {
            this.tally = tally;
            this.begin = begin;
            this.traceParent = traceParent;
            this.startedAt = startedAt;
        }

        void ended(DeliveryRow row) {
            last = row;
            done++;
        }

        /** Behind what is done; null when nothing is done and the request began at the beginning. */
        @Nullable String cursor() {
            if (last != null) {
                return DeliveryCursor.of(last).encode();
            }
            return begin == null ? null : begin.encode();
        }
    }
}
