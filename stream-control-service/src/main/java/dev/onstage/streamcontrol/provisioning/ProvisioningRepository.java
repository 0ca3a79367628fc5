package dev.onstage.streamcontrol.provisioning;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a channel that setting it up writes. */
@ApplicationScoped
class ProvisioningRepository {

    private final Pool pool;

    ProvisioningRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Records what the provider has.
     *
     * @return true when this differs from what was recorded; null when the call was retired meanwhile
     */
    Uni<@Nullable Boolean> save(
            SqlClient tx, String channelId, int generation, String callCid, String chatChannelCid, String rtmpsUrl) {
        return tx.preparedQuery("""
                        update channel_config channel
                           set stream_call_id = $3, chat_channel_cid = $4, rtmps_url = $5, provisioned_at = now(),
                               call_settings_stale = false
                          from (select * from channel_config where channel_id = $1 for update) prior
                         where channel.channel_id = $1 and prior.call_generation = $2
                        returning (prior.stream_call_id, prior.chat_channel_cid, prior.rtmps_url)
                                  is distinct from ($3, $4, $5)
                        """)
                .execute(Tuple.of(channelId, generation, callCid, chatChannelCid, rtmpsUrl))
                .map(rows ->
                        rows.rowCount() == 0 ? null : rows.iterator().next().getBoolean(0));
    }

    /** The calls of all channels, {@code type:id}. */
    Uni<List<String>> findCalls() {
        return pool.query("select stream_call_id from channel_config where stream_call_id is not null")
                .execute()
                .map(rows -> {
                    List<String> calls = new ArrayList<>();
                    for (Row row : rows) {
                        calls.add(row.getString(0));
                    }
                    return calls;
                });
    }

    /**
     * The channel, which has no call, leaves one of the provider's calls out.
     *
     * @param madeBy who made that call, null when it was left out for another reason
     */
    Uni<Void> leaveOut(String channelId, int generation, String callCid, @Nullable String madeBy) {
        return pool.preparedQuery("""
                        update channel_config
                           set call_generation = call_generation + 1,
                               foreign_call_cid = case when $4::text is null then foreign_call_cid else $3 end,
                               foreign_call_creator = coalesce($4, foreign_call_creator),
                               foreign_call_found_at = case when $4::text is null then foreign_call_found_at else now() end
                         where channel_id = $1 and call_generation = $2 and stream_call_id is null
                        """)
                .execute(Tuple.of(channelId, generation, callCid, madeBy))
                .replaceWithVoid();
    }

    /** Channels whose call still has other settings, oldest id first. */
    Uni<List<String>> findStale() {
        return pool.query("select channel_id from channel_config where call_settings_stale order by 1 limit 100")
                .execute()
                .map(rows -> {
                    List<String> stale = new ArrayList<>();
                    for (Row row : rows) {
                        stale.add(row.getString(0));
                    }
                    return stale;
                });
    }

    /** The provider's call has this inactivity time now; a change made meanwhile stays to be done. */
    Uni<Void> settled(String channelId, int inactivitySeconds) {
        return pool.preparedQuery("update channel_config set call_settings_stale = false"
                        + " where channel_id = $1 and inactivity_seconds = $2")
                .execute(Tuple.of(channelId, inactivitySeconds))
                .replaceWithVoid();
    }
}
