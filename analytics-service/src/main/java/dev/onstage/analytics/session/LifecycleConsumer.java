package dev.onstage.analytics.session;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.support.intake.EventIntake;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.messaging.ReceivedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code stream.lifecycle.v1}. */
@ApplicationScoped
class LifecycleConsumer {

    private final EventIntake intake;
    private final EventReader reader;
    private final LifecycleService service;

    LifecycleConsumer(EventIntake intake, EventReader reader, LifecycleService service) {
        this.intake = intake;
        this.reader = reader;
        this.service = service;
    }

    @Incoming("stream-lifecycle-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return intake.take(batch, this::decode, service::apply);
    }

    private Optional<Decision> decode(ConsumerRecord<String, byte[]> origin) {
        return reader.read(origin).map(LifecycleConsumer::decision);
    }

    private static Decision decision(ReceivedEvent received) {
        if (received.event() instanceof LifecycleEvent event) {
            return new Decision(received.ceTime(), event);
        }
        throw new MalformedEventException("An event of type " + received.type().typeName() + " on this topic");
    }
}
