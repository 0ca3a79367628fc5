package dev.onstage.analytics.chat;

import dev.onstage.analytics.intake.UnknownChannels;
import dev.onstage.analytics.session.LateEvents;
import dev.onstage.events.ChatEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Stores who wrote when. */
@ApplicationScoped
public class ChatService {

    private final Pool pool;
    private final ChatRepository repository;
    private final UnknownChannels unknownChannels;
    private final LateEvents lateEvents;
    private final MeterRegistry metrics;

    ChatService(
            Pool pool,
            ChatRepository repository,
            UnknownChannels unknownChannels,
            LateEvents lateEvents,
            MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.unknownChannels = unknownChannels;
        this.lateEvents = lateEvents;
        this.metrics = metrics;
    }

    /**
     * Applies the events in one transaction of at most three statements, whatever their number, order and repetition; closed
     * sessions they touch will be computed again.
     */
    public Uni<Void> apply(List<ChatEvent> events) {
        ChatBatch batch = ChatBatch.of(events);
        metrics.counter("analytics.events.ignored", "kind", "chat").increment(batch.ignored());
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.withTransaction(tx -> write(tx, batch));
    }

    private Uni<Void> write(SqlConnection tx, ChatBatch batch) {
        return repository
                .merge(tx, batch.messages())
                .chain(changed -> lateEvents.owe(tx, changed))
                .chain(() -> unknownChannels.remember(tx, batch.channelIds()));
    }
}
