package dev.onstage.notifier.delivery;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.messaging.ReceivedEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads both topics, one record at a time. A record that can never be read goes to the dead-letter topic; everything else
 * is tried until it is applied, since skipping it would lose a message.
 */
@ApplicationScoped
class NotifierConsumers {
    private static final Logger LOG = Logger.getLogger(NotifierConsumers.class);
    private static final Duration RETRY_FROM = Duration.ofMillis(200);
    private static final Duration RETRY_TO = Duration.ofSeconds(10);

    private final EventReader reader;
    private final DeliveryIntake intake;

    NotifierConsumers(EventReader reader, DeliveryIntake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    @Incoming("stream-lifecycle-in")
    Uni<Void> lifecycle(ConsumerRecord<String, byte[]> received) {
        return apply(received);
    }

    @Incoming("analytics-session-in")
    Uni<Void> session(ConsumerRecord<String, byte[]> received) {
        return apply(received);
    }

    private Uni<Void> apply(ConsumerRecord<String, byte[]> received) {
        return Uni.createFrom()
                .item(() -> reader.read(received))
                .flatMap(event -> event.isPresent()
                        ? apply(event.get())
                        : Uni.createFrom().voidItem())
                .onFailure(failure -> !(failure instanceof MalformedEventException))
                .invoke(failure -> LOG.warn("An event could not be applied; trying again", failure))
                .onFailure(failure -> !(failure instanceof MalformedEventException))
                .retry()
                .withBackOff(RETRY_FROM, RETRY_TO)
                .indefinitely();
    }

    private Uni<Void> apply(ReceivedEvent received) {
        if (received.event() instanceof LifecycleEvent event) {
            return intake.lifecycle(event);
        }
        if (received.event() instanceof SessionSummarised event) {
            return intake.summarised(event);
        }
        return Uni.createFrom().voidItem();
    }
}
