package dev.onstage.notifier.delivery;

import dev.onstage.notifier.delivery.DeliveryStore.Attempt;
import dev.onstage.notifier.destination.Destination;
import dev.onstage.notifier.destination.DestinationService;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Posts a message that only shows that a destination works: once, at once, whatever comes of it is told. */
@ApplicationScoped
class TestMessages {
    private static final String TEST = "TEST";

    private final DestinationService destinations;
    private final Senders senders;
    private final DeliveryStore store;
    private final Pool pool;

    TestMessages(DestinationService destinations, Senders senders, DeliveryStore store, Pool pool) {
        this.destinations = destinations;
        this.senders = senders;
        this.store = store;
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
        return destinations.open(channelId, name).flatMap(destination -> {
            DestinationSender sender = senders.of(destination.kind());
            Instant at = Instant.now();
            return sender.post(destination.address().secret(), sender.renderTest(channelId))
                    .call(report -> record(destination, at, report))
                    .map(report -> sent(at, report));
        });
    }

    private Uni<Void> record(Destination destination, Instant at, SendReport report) {
        String outcome = report.result() instanceof SendResult.Done ? "SENT" : "REFUSED";
        return store.record(pool, destination.id(), null, new Attempt(TEST, TEST, at, outcome, report));
    }

    private static Sent sent(Instant at, SendReport report) {
        SendResult result = report.result();
        if (result instanceof SendResult.Done done && done.messageId() != null) {
            return new Sent(done.messageId(), at);
        }
        if (result instanceof SendResult.Limited limited) {
            throw new ProblemException(ProblemType.OVERLOADED, limited.reason())
                    .with(ProblemException.RETRY_AFTER_SECONDS, limited.delay().toSeconds() + 1)
                    .fix("Wait a moment, then send the test again.");
        }
        if (result instanceof SendResult.TryAgain || result instanceof SendResult.Unknown) {
            throw new ProblemException(ProblemType.OVERLOADED, result.reason()).fix("Send the test again later.");
        }
        throw new ProblemException(ProblemType.DESTINATION_INVALID, result.reason())
                .fix("Check the address at the receiver and save it again.");
    }
}
