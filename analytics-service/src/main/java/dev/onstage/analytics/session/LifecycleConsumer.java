package dev.onstage.analytics.session;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.support.intake.BatchIntake;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code stream.lifecycle.v1}. */
@ApplicationScoped
class LifecycleConsumer {

    private final BatchIntake intake;
    private final LifecycleService service;

    LifecycleConsumer(BatchIntake intake, LifecycleService service) {
        this.intake = intake;
        this.service = service;
    }

    @Incoming("stream-lifecycle-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return intake.take(batch, LifecycleEvent.class, service::apply);
    }
}
