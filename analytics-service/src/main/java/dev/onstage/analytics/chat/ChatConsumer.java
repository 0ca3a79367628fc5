package dev.onstage.analytics.chat;

import dev.onstage.events.ChatEvent;
import dev.onstage.support.intake.EventIntake;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code provider.chat.v1}. */
@ApplicationScoped
class ChatConsumer {

    private final EventIntake intake;
    private final ChatService service;

    ChatConsumer(EventIntake intake, ChatService service) {
        this.intake = intake;
        this.service = service;
    }

    @Incoming("provider-chat-in")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return intake.take(batch, ChatEvent.class, service::check, service::apply);
    }
}
