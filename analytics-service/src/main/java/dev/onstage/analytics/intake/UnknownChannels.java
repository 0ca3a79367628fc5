package dev.onstage.analytics.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
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

    private static final String SWEEP = """
            WITH due AS (
                DELETE FROM unknown_channels u
                WHERE u.first_seen_at < now() - make_interval(secs => $1)
                   OR EXISTS (SELECT FROM channels c WHERE c.channel_id = u.channel_id)
                RETURNING u.channel_id
            ), unknown AS (
                SELECT channel_id FROM due
                WHERE NOT EXISTS (SELECT FROM channels c WHERE c.channel_id = due.channel_id)
            ), stays AS (
                DELETE FROM presence p USING unknown WHERE p.channel_id = unknown.channel_id RETURNING 1
            ), messages AS (
                DELETE FROM chat_messages m USING unknown WHERE m.channel_id = unknown.channel_id RETURNING 1
            ), counts AS (
                DELETE FROM participant_counts c USING unknown WHERE c.channel_id = unknown.channel_id RETURNING 1
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
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of((double) keep.toSeconds()))
                .map(rows -> rows.iterator().next().getLong("swept"))
                .invoke(this::count)
                .replaceWithVoid();
    }

    private void count(long rows) {
        if (rows > 0) {
            swept.increment((double) rows);
            LOG.infof("Deleted %d rows of channels that nobody announced", rows);
        }
    }
}
