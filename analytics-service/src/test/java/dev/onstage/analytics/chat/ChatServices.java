package dev.onstage.analytics.chat;

import dev.onstage.analytics.intake.UnknownChannels;
import dev.onstage.analytics.retention.DayPartitions;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.analytics.session.LateEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;

/** Makes the service without a container. */
public final class ChatServices {

    private ChatServices() {}

    public static ChatService create(
            Pool pool,
            Retention retention,
            DayPartitions partitions,
            UnknownChannels unknownChannels,
            LateEvents lateEvents,
            MeterRegistry metrics) {
        return new ChatService(pool, new ChatRepository(), retention, partitions, unknownChannels, lateEvents, metrics);
    }
}
