package dev.onstage.analytics.presence;

import dev.onstage.events.PresenceEvent;
import dev.onstage.support.intake.EventIntake;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code provider.presence.v1}. */
@ApplicationScoped
class PresenceConsumer {

    private final EventIntake intake;
    private final PresenceService service;

    PresenceConsumer(EventIntake intake, PresenceService service) {
        this.intake = intake;
        this.service = service;
    }

    @Incoming("provider-presence-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return intake.take(batch, PresenceEvent.class, service::check, service::apply);
    }
}
