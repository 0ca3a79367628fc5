package dev.onstage.streamcontrol.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Channels. Plain SQL, since every write shares its transaction with the outbox and with the broadcast's row, which are
 * not entities.
 */
@ApplicationScoped
class ChannelRepository {

    private static final String COLUMNS = "channel_id, title, broadcaster_account_id, broadcaster_name,"
            + " broadcaster_user_id, grace_seconds, inactivity_seconds, time_zone, call_generation, stream_call_id,"
            + " chat_channel_cid, rtmps_url, provisioned_at, live_started_at, stream_key_issued_at,"
            + " stream_key_expires_at";

    private final Pool pool;

    ChannelRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Channel>> findAll() {
        return pool.query("select " + COLUMNS + " from channel_config order by channel_id")
                .execute()
                .map(ChannelRepository::toChannels);
    }

    Uni<@Nullable Channel> find(String channelId) {
        return find(pool, channelId, "");
    }

    /** The channel, locked until the transaction ends, or null. */
    Uni<@Nullable Channel> findForUpdate(SqlClient tx, String channelId) {
        return find(tx, channelId, " for update");
    }

    /** False when the id is taken. */
    Uni<Boolean> insert(SqlClient tx, String channelId, String title, UUID broadcaster, String broadcasterName) {
        return tx.preparedQuery("insert into channel_config (channel_id, title, broadcaster_account_id,"
                        + " broadcaster_name, broadcaster_user_id) values ($1, $2, $3, $4, $5)"
                        + " on conflict (channel_id) do nothing")
                .execute(Tuple.of(channelId, title, broadcaster, broadcasterName, "broadcaster-" + channelId))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> insertMember(SqlClient tx, String channelId, UUID accountId, String role) {
        return tx.preparedQuery("insert into channel_members (channel_id, account_id, role) values ($1, $2, $3)")
                .execute(Tuple.of(channelId, accountId, role))
                .replaceWithVoid();
    }

    Uni<Void> update(
            SqlClient tx,
            String channelId,
            String title,
            int graceSeconds,
            int inactivitySeconds,
            String timeZone,
            boolean callSettingsStale) {
        return tx.preparedQuery("update channel_config set title = $2, grace_seconds = $3, inactivity_seconds = $4,"
                        + " time_zone = $5, call_settings_stale = call_settings_stale or $6 where channel_id = $1")
                .execute(Tuple.from(
                        new Object[] {channelId, title, graceSeconds, inactivitySeconds, timeZone, callSettingsStale}))
                .replaceWithVoid();
    }

    private static Uni<@Nullable Channel> find(SqlClient client, String channelId, String lock) {
        return client.preparedQuery("select " + COLUMNS + " from channel_config where channel_id = $1" + lock)
                .execute(Tuple.of(channelId))
                .map(rows -> toChannels(rows).stream().findFirst().orElse(null));
    }

    private static List<Channel> toChannels(RowSet<Row> rows) {
        List<Channel> channels = new ArrayList<>();
        for (Row row : rows) {
            channels.add(toChannel(row));
        }
        return channels;
    }

    private static Channel toChannel(Row row) {
        return new Channel(
                row.getString("channel_id"),
                row.getString("title"),
                row.getUUID("broadcaster_account_id"),
                row.getString("broadcaster_name"),
                row.getString("broadcaster_user_id"),
                row.getInteger("grace_seconds"),
                row.getInteger("inactivity_seconds"),
                row.getString("time_zone"),
                row.getInteger("call_generation"),
                row.getString("stream_call_id"),
                row.getString("chat_channel_cid"),
                row.getString("rtmps_url"),
                instant(row, "provisioned_at"),
                instant(row, "live_started_at"),
                instant(row, "stream_key_issued_at"),
                instant(row, "stream_key_expires_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
