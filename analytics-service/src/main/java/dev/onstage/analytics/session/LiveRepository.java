package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Stay;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts the viewers of all live sessions at once. */
@ApplicationScoped
class LiveRepository {

    /**
     * Open stays that began before the channel's previous session ended are lost leaves ({@link SessionMeasurement}). A stay
     * that begins more than five seconds ahead of the database's clock is not counted yet: clocks differ, but not by more. A
     * snapshot is due when the number changed, at most once a second, and when the last one is a while ago. Sessions closed
     * within the last minute, whose second summary is due, answer 0: nobody else tells Redis that they are over.
     */
    private static final String COUNT = """
            WITH counted AS (
                SELECT s.session_id, s.snapshot_at, s.snapshot_viewers,
                       greatest(0, s.viewer_correction + (
                           SELECT count(*)::integer FROM presence p
                           WHERE p.channel_id = s.channel_id AND p.over_at IS NULL
                             AND p.joined_on >= (s.started_at AT TIME ZONE 'UTC')::date - $4::integer
                             AND p.user_id IS DISTINCT FROM s.broadcaster_user_id
                             AND p.joined_at <= now() + interval '5 seconds'
                             AND p.joined_at >= coalesce(
                                 (SELECT max(earlier.ended_at) FROM stream_sessions earlier
                                  WHERE earlier.channel_id = s.channel_id AND earlier.started_at < s.started_at),
                                 '-infinity'))) AS viewers
                FROM stream_sessions s
                WHERE s.ended_at IS NULL
                  AND EXISTS (SELECT FROM leases WHERE name = $1 AND token = $2 AND held_until > clock_timestamp())
            ), due AS (
                SELECT session_id, date_trunc('second', now()) AS at, viewers
                FROM counted
                WHERE snapshot_at IS NULL
                   OR (snapshot_viewers <> viewers AND snapshot_at < date_trunc('second', now()))
                   OR snapshot_at <= now() - make_interval(secs => $3)
            ), written AS (
                INSERT INTO viewer_snapshots (session_id, at, viewers)
                SELECT session_id, at, viewers FROM due
                ON CONFLICT (session_id, at) DO UPDATE SET viewers = excluded.viewers
            ), updated AS (
                UPDATE stream_sessions s SET
                    current_viewers = counted.viewers,
                    viewers_version = s.viewers_version + 1,
                    snapshot_at = coalesce(due.at, s.snapshot_at),
                    snapshot_viewers = coalesce(due.viewers, s.snapshot_viewers)
                FROM counted LEFT JOIN due USING (session_id)
                WHERE s.session_id = counted.session_id AND s.ended_at IS NULL
                RETURNING s.session_id, s.current_viewers, s.viewers_version
            )
            SELECT * FROM updated
            UNION ALL
            SELECT session_id, 0, viewers_version FROM stream_sessions
            WHERE summary_due_at IS NOT NULL AND ended_at IS NOT NULL""";

    /**
     * Stores the current viewers of every live session and its snapshot if one is due, only with a valid lease; answers what
     * the live numbers are.
     */
    Uni<List<LiveNumbers.LiveNumber>> countViewers(SqlClient client, LeaseToken lease, Duration snapshotBaseline) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(
                        lease.name(), lease.fence(), snapshotBaseline.toMillis() / 1000.0, (int) Stay.LONGEST.toDays()))
                .map(rows -> {
                    List<LiveNumbers.LiveNumber> numbers = new ArrayList<>(rows.size());
                    rows.forEach(row -> numbers.add(new LiveNumbers.LiveNumber(
                            row.getUUID("session_id"),
                            row.getInteger("current_viewers"),
                            row.getLong("viewers_version"))));
                    return numbers;
                });
    }
}
