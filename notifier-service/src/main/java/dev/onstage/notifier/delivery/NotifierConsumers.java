package dev.onstage.notifier.delivery;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.support.intake.EventIntake;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.messaging.ReceivedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads both topics, one record at a time. */
@ApplicationScoped
class NotifierConsumers {
    private final EventIntake intake;
    private final DeliveryIntake deliveries;

    NotifierConsumers(EventIntake intake, DeliveryIntake deliveries) {
        this.intake = intake;
        this.deliveries = deliveries;
    }

    @Incoming("stream-lifecycle-in")
    Uni<Void> lifecycle(KafkaRecord<String, byte[]> received) {
        return intake.take(received, this::apply);
    }

    @Incoming("analytics-session-in")
    Uni<Void> session(KafkaRecord<String, byte[]> received) {
        return intake.take(received, this::apply);
    }

    private Uni<Void> apply(ReceivedEvent received) {
        if (received.event() instanceof LifecycleEvent event) {
            return deliveries.lifecycle(event);
        }
        if (received.event() instanceof SessionSummarised event) {
            return deliveries.summarised(event);
        }
        throw new MalformedEventException("An event of type " + received.type().typeName() + " on this topic");
    }
}
