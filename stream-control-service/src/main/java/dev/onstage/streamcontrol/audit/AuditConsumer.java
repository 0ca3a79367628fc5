package dev.onstage.streamcontrol.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.intake.EventIntake;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in the commands that other services were given. */
@ApplicationScoped
class AuditConsumer {

    private final EventIntake intake;
    private final AuditRepository repository;

    AuditConsumer(EventIntake intake, AuditRepository repository) {
        this.intake = intake;
        this.repository = repository;
    }

    @Incoming("audit-entry-in")
    Uni<Void> consume(KafkaRecord<String, byte[]> received) {
        return intake.take(
                received,
                written -> written.event() instanceof AuditEntry entry
                        ? repository.save(entry)
                        : Uni.createFrom().voidItem());
    }
}
