package dev.onstage.streamcontrol.viewer;

import dev.onstage.support.intake.EventIntake;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in what webhooks reported about bans. */
@ApplicationScoped
class ModerationConsumer {

    private final EventIntake intake;
    private final ProviderBans bans;

    ModerationConsumer(EventIntake intake, ProviderBans bans) {
        this.intake = intake;
        this.bans = bans;
    }

    @Incoming("provider-moderation-in")
    Uni<Void> consume(KafkaRecord<String, byte[]> received) {
        return intake.take(received, report -> bans.take(report.event()));
    }
}
