package dev.onstage.notifier.delivery;

import dev.onstage.notifier.delivery.Attempts.Attempt;
import dev.onstage.notifier.destination.Destination;
import dev.onstage.notifier.destination.DestinationService;
import dev.onstage.notifier.limits.KindLimits;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Posts a message that only shows that a destination works: once, at once, whatever comes of it is told. It counts towards
 * the limits of its kind, is not made while kind or destination are to be left alone, and teaches the same as any other call.
 */
@ApplicationScoped
class TestMessages {
    private static final String TEST = "TEST";

    private final DestinationService destinations;
    private final Senders senders;
    private final Attempts attempts;
    private final DestinationEffects effects;
    private final KindLimits limits;
    private final Pool pool;

    TestMessages(
            DestinationService destinations,
            Senders senders,
            Attempts attempts,
            DestinationEffects effects,
            KindLimits limits,
            Pool pool) {
        this.destinations = destinations;
        this.senders = senders;
        this.attempts = attempts;
        this.effects = effects;
        this.limits = limits;
        this.pool = pool;
    }

    /**
     * What was posted.
     *
     * @param messageId the message at the receiver
     * @param sentAt when
     */
    public record Sent(String messageId, Instant sentAt) {}

    Uni<Sent> send(String channelId, String name) {
        return destinations.open(channelId, name).call(this::admit).flatMap(destination -> {
            DestinationSender sender = senders.of(destination.kind());
            Instant at = Instant.now();
            return sender.post(destination.target(), sender.renderTest(channelId, destination.presentation()))
                    .call(report -> record(destination, at, report))
                    .map(report -> sent(at, report));
        });
    }

    private Uni<Void> admit(Destination destination) {
        return limits.pause(pool, destination.kind())
                .invoke(pause -> refuse("The receiver asked for a pause of all calls.", pause))
                .flatMap(free -> effects.quiet(pool, destination.id()))
                .invoke(pause -> refuse("The receiver asked to wait.", pause))
                .flatMap(free -> limits.spend(pool, destination.kind(), 1));
    }

    private static void refuse(String reason, Duration pause) {
        if (!pause.isZero()) {
            throw overloaded(reason, pause);
        }
    }

    private Uni<Void> record(Destination destination, Instant at, SendReport report) {
        String outcome = DeliveryRules.Outcome.of(report.result()).name();
        DestinationEffects.Called called = new DestinationEffects.Called(
                destination.id(),
                destination.channelId(),
                destination.name(),
                destination.kind(),
                destination.addressVersion(),
                destination.target().threadId());
        return pool.withTransaction(tx -> attempts.record(
                        tx, destination.id(), null, new Attempt(TEST, TEST, at, outcome, report))
                .flatMap(recorded -> effects.apply(tx, called, report, DeliveryRules.effectOf(report.result(), 0))));
    }

    private static Sent sent(Instant at, SendReport report) {
        SendResult result = report.result();
        if (result instanceof SendResult.Done done && done.messageId() != null) {
            return new Sent(done.messageId(), at);
        }
        if (result instanceof SendResult.Limited limited) {
            throw overloaded(limited.reason(), limited.delay());
        }
        if (result instanceof SendResult.TryAgain || result instanceof SendResult.Unknown) {
            throw new ProblemException(ProblemType.OVERLOADED, result.reason()).fix("Send the test again later.");
        }
        throw new ProblemException(ProblemType.DESTINATION_INVALID, result.reason())
                .fix("Check the address at the receiver and save it again.");
    }

    private static ProblemException overloaded(String reason, Duration wait) {
        return new ProblemException(ProblemType.OVERLOADED, reason)
                .with(ProblemException.RETRY_AFTER_SECONDS, wait.toSeconds() + 1)
                .fix("Wait a moment, then send the test again.");
    }
}
