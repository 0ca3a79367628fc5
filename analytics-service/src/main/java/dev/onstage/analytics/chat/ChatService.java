package dev.onstage.analytics.chat;

import dev.onstage.analytics.intake.UnknownChannels;
import dev.onstage.analytics.retention.DayPartitions;
import dev.onstage.analytics.retention.DayTable;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.analytics.session.LateEvents;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ChatMessageUndeleted;
import dev.onstage.support.messaging.MalformedEventException;
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
    private final Retention retention;
    private final DayPartitions partitions;
    private final UnknownChannels unknownChannels;
    private final LateEvents lateEvents;
    private final MeterRegistry metrics;

    ChatService(
            Pool pool,
            ChatRepository repository,
            Retention retention,
            DayPartitions partitions,
            UnknownChannels unknownChannels,
            LateEvents lateEvents,
            MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.retention = retention;
        this.partitions = partitions;
        this.unknownChannels = unknownChannels;
        this.lateEvents = lateEvents;
        this.metrics = metrics;
    }

    /**
     * Lets pass what can be stored.
     *
     * @throws MalformedEventException for events of days that are not kept
     */
    void check(ChatEvent event) {
        if (event instanceof ChatMessagePosted posted) {
            retention.check(DayTable.CHAT_MESSAGES, posted.sentAt());
        } else if (event instanceof ChatMessageDeleted deleted) {
            retention.check(DayTable.CHAT_MESSAGES, deleted.sentAt());
        } else if (event instanceof ChatMessageUndeleted undeleted) {
            retention.check(DayTable.CHAT_MESSAGES, undeleted.sentAt());
        }
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
        return partitions
                .ensure(DayTable.CHAT_MESSAGES, batch.days())
                .chain(() -> pool.withTransaction(tx -> write(tx, batch)));
    }

    private Uni<Void> write(SqlConnection tx, ChatBatch batch) {
        return repository
                .merge(tx, batch.messages())
                .chain(changed -> lateEvents.owe(tx, changed))
                .chain(() -> unknownChannels.remember(tx, batch.channelIds()));
    }
}
