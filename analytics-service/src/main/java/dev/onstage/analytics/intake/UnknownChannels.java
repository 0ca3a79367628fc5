package dev.onstage.analytics.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Presence and chat of channels that nobody announced are stored, since the announcement may come later; when it does not
 * come, they belong to somebody else who uses the same provider app, and a sweep deletes and counts them.
 */
@ApplicationScoped
public class UnknownChannels {

    private static final Logger LOG = Logger.getLogger(UnknownChannels.class);

    private static final String REMEMBER = """
            INSERT INTO unknown_channels (channel_id)
            SELECT channel_id FROM unnest($1::text[]) AS t(channel_id)
            WHERE NOT EXISTS (SELECT FROM channels WHERE channels.channel_id = t.channel_id)
            ORDER BY channel_id
            ON CONFLICT (channel_id) DO NOTHING""";

    /** Those that were announced meanwhile are forgotten, too, and not answered. */
    private static final String TAKE_DUE = """
            WITH due AS (
                DELETE FROM unknown_channels u
                WHERE u.first_seen_at < now() - make_interval(secs => $1)
                   OR EXISTS (SELECT FROM channels c WHERE c.channel_id = u.channel_id)
                RETURNING u.channel_id
            )
            SELECT channel_id FROM due
            WHERE NOT EXISTS (SELECT FROM channels c WHERE c.channel_id = due.channel_id)""";

    private static final String DELETE = """
            WITH stays AS (
                DELETE FROM presence WHERE channel_id = ANY($1) RETURNING 1
            ), messages AS (
                DELETE FROM chat_messages WHERE channel_id = ANY($1) RETURNING 1
            ), counts AS (
                DELETE FROM participant_counts WHERE channel_id = ANY($1) RETURNING 1
            )
            SELECT (SELECT count(*) FROM stays) + (SELECT count(*) FROM messages) + (SELECT count(*) FROM counts)
                AS swept""";

    private final Pool pool;
    private final Counter swept;
    private final Duration keep;

    UnknownChannels(
            Pool pool,
            MeterRegistry metrics,
            @ConfigProperty(name = "onstage.analytics.unknown-channels-kept", defaultValue = "1h") Duration keep) {
        this.pool = pool;
        this.swept = metrics.counter("analytics.unknown.channel.rows.swept");
        this.keep = keep;
    }

    /** Notes which of these channels nobody announced yet. */
    public Uni<Void> remember(SqlClient tx, Collection<String> channelIds) {
        return tx.preparedQuery(REMEMBER)
                .execute(Tuple.tuple().addArrayOfString(channelIds.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Deletes what belongs to channels unknown for too long; answers how many rows. */
    @Scheduled(every = "{onstage.analytics.unknown-channels-sweep-every:60s}", delayed = "10s")
    Uni<Void> sweep() {
        return pool.withTransaction(this::sweep).invoke(this::count).replaceWithVoid();
    }

    private Uni<Long> sweep(SqlConnection tx) {
        return tx.preparedQuery(TAKE_DUE)
                .execute(Tuple.of((double) keep.toSeconds()))
                .chain(due -> due.rowCount() == 0 ? Uni.createFrom().item(0L) : delete(tx, due));
    }

    private static Uni<Long> delete(SqlConnection tx, RowSet<Row> due) {
        List<String> channelIds = new ArrayList<>(due.rowCount());
        due.forEach(row -> channelIds.add(row.getString("channel_id")));
        return tx.preparedQuery(DELETE)
                .execute(Tuple.tuple().addArrayOfString(channelIds.toArray(String[]::new)))
                .map(rows -> rows.iterator().next().getLong("swept"));
    }

    private void count(long rows) {
        if (rows > 0) {
            swept.increment((double) rows);
            LOG.infof("Deleted %d rows of channels that nobody announced", rows);
        }
    }
}
