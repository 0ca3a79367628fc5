package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.ChannelChanged;
import dev.onstage.support.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Lifecycle events that other features cause. The sequence of a channel has this one source. */
@ApplicationScoped
public class LifecycleEvents {

    private static final String NEXT_SEQ = """
            WITH counted AS (
                UPDATE broadcasts SET seq = seq + 1, version = version + 1 WHERE channel_id = $1
                RETURNING channel_id, seq, epoch)
            SELECT c.channel_id, seq, epoch, title, broadcaster_name, broadcaster_user_id, stream_call_id,
                   chat_channel_cid, time_zone, pg_notify(%s, c.channel_id)
              FROM counted JOIN channel_config c USING (channel_id)
            """.formatted(BroadcastRepository.NOTIFICATION_CHANNEL_SQL);

    private final Outbox outbox;

    LifecycleEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Announces that a channel was created, provisioned, renamed or reconfigured. Call it last in the transaction that
     * changed {@code channel_config}: it reads what is there and locks the broadcast until the commit.
     */
    public Uni<Void> channelChanged(SqlClient tx, String channelId) {
        return tx.preparedQuery(NEXT_SEQ)
                .execute(Tuple.of(channelId))
                .map(rows -> rows.iterator().next())
                .map(row -> new ChannelChanged(
                        channelId,
                        row.getLong("seq"),
                        row.getLong("epoch"),
                        BroadcastRows.text(row, "title"),
                        BroadcastRows.text(row, "broadcaster_name"),
                        BroadcastRows.text(row, "broadcaster_user_id"),
                        row.getString("stream_call_id"),
                        row.getString("chat_channel_cid"),
                        BroadcastRows.text(row, "time_zone")))
                .flatMap(event -> outbox.append(tx, channelId, event));
    }
}
