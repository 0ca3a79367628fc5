package dev.onstage.notifier.delivery;

import dev.onstage.notifier.stream.SqlTime;
import dev.onstage.notifier.stream.StreamSessions.Changed;
import dev.onstage.support.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes into {@code notification_messages} what should be told. */
@ApplicationScoped
class DesiredMessages {
    static final String COOL_DOWN =
            "It began within the cool-down after the end of the session before, so nothing is told of it.";

    /** Whether a session is left out is decided once, by the sessions that were told before it. */
    private static final String OPEN = """
            INSERT INTO notification_messages
                (session_id, destination_id, state, due_at, desired_version, live_state, live_reason, ended_state,
                 ended_reason, traceparent)
            SELECT $1, destination.id, 'PENDING', now(), $3, form.state, form.reason, form.state, form.reason, $6
              FROM destinations AS destination
             CROSS JOIN LATERAL (
                   SELECT destination.cool_down_seconds > 0 AND EXISTS (
                          SELECT FROM notification_messages AS message
                            JOIN stream_sessions AS before ON before.session_id = message.session_id
                           WHERE message.destination_id = destination.id AND before.session_id <> $1
                             AND (message.live_state IN ('SENT', 'UNKNOWN', 'DELETED')
                                  OR message.ended_state IN ('SENT', 'UNKNOWN'))
                             AND before.started_at < $4
                             AND coalesce(before.ended_at, before.started_at)
                                 > $4 - destination.cool_down_seconds * interval '1 second') AS quiet) AS cool_down
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN quiet THEN 'SKIPPED' ELSE 'OPEN' END AS state,
                          CASE WHEN quiet THEN $5 END AS reason) AS form
             WHERE destination.channel_id = $2 AND destination.enabled AND destination.%s
            ON CONFLICT (session_id, destination_id) DO NOTHING
            RETURNING destination_id, live_state = 'SKIPPED' AS is_quiet
            """;

    private static final String OPEN_FOR_LIVE = OPEN.formatted("notify_on_live");
    private static final String OPEN_FOR_END = OPEN.formatted("notify_on_end");
    private static final String DESIRE = """
            UPDATE notification_messages
               SET desired_version = $2, traceparent = $4,
                   state = CASE state WHEN 'SENDING' THEN state ELSE 'PENDING' END,
                   due_at = CASE WHEN $3 OR state = 'SETTLED' THEN now() ELSE due_at END
             WHERE session_id = $1 AND desired_version < $2
            """;
    /**
     * While a session is live its start is told again, afterwards its end. What may stand already is not forgotten: it
     * counts as posted once.
     */
    private static final String AGAIN = """
            WITH asked AS (
              SELECT message.session_id, message.destination_id, destination.enabled, session.ended_at IS NULL AS is_live,
                     CASE WHEN session.ended_at IS NULL THEN live_state ELSE ended_state END AS form_state
                FROM notification_messages AS message
                JOIN destinations AS destination ON destination.id = message.destination_id
                JOIN stream_sessions AS session USING (session_id)
               WHERE destination.channel_id = $1 AND destination.name = $2 AND message.session_id = $3
                 AND message.state <> 'SENDING'
                 FOR UPDATE OF message),
            found AS (SELECT *, form_state IN ('FAILED', 'UNKNOWN', 'SKIPPED') AS given_up FROM asked)
            UPDATE notification_messages AS message
               SET state = 'PENDING', due_at = now(), by_hand = true, traceparent = $4, tries = 0, without_links = false,
                   resends = CASE WHEN form_state = 'UNKNOWN' THEN greatest(resends, 1) ELSE resends END,
                   live_state = CASE WHEN given_up AND is_live THEN 'OPEN' ELSE live_state END,
                   live_reason = CASE WHEN given_up AND is_live THEN NULL ELSE live_reason END,
                   ended_state = CASE WHEN given_up AND (NOT is_live OR ended_state = 'SKIPPED') THEN 'OPEN'
                                      ELSE ended_state END,
                   ended_reason = CASE WHEN given_up AND (NOT is_live OR ended_state = 'SKIPPED') THEN NULL
                                       ELSE ended_reason END
              FROM found
             WHERE message.session_id = found.session_id AND message.destination_id = found.destination_id
               AND (given_up OR message.state = 'PENDING')
            RETURNING found.enabled
            """;

    private final Tracing tracing;

    DesiredMessages(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Opens the rows of a session that began; tells the destinations that are left in peace. */
    Uni<List<UUID>> openForLive(SqlClient tx, Changed changed, String channelId, Instant startedAt) {
        return open(tx, OPEN_FOR_LIVE, changed, channelId, startedAt);
    }

    /** Opens the rows of a session that ended, where there is none yet; tells the destinations that are left in peace. */
    Uni<List<UUID>> openForEnd(SqlClient tx, Changed changed, String channelId, Instant startedAt) {
        return open(tx, OPEN_FOR_END, changed, channelId, startedAt);
    }

    private Uni<List<UUID>> open(SqlClient tx, String sql, Changed changed, String channelId, Instant startedAt) {
        return tx.preparedQuery(sql)
                .execute(Tuple.of(
                        changed.sessionId(),
                        channelId,
                        changed.version(),
                        SqlTime.utc(startedAt),
                        COOL_DOWN,
                        tracing.current()))
                .map(rows -> {
                    List<UUID> quiet = new ArrayList<>();
                    for (Row row : rows) {
                        if (row.getBoolean("is_quiet")) {
                            quiet.add(row.getUUID("destination_id"));
                        }
                    }
                    return quiet;
                });
    }

    /** The session's rows should tell this version; {@code atOnce} even when one waits for its next try. */
    Uni<Void> desire(SqlClient tx, Changed changed, boolean atOnce) {
        return tx.preparedQuery(DESIRE)
                .execute(Tuple.of(changed.sessionId(), changed.version(), atOnce, tracing.current()))
                .replaceWithVoid();
    }

    /**
     * Has what was given up, or waits, tried again at once.
     *
     * @return whether the destination is on; null when there was nothing to try
     */
    Uni<@Nullable Boolean> again(SqlClient tx, String channelId, String destination, UUID sessionId) {
        return tx.preparedQuery(AGAIN)
                .execute(Tuple.of(channelId, destination, sessionId, tracing.current()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBoolean("enabled"));
    }
}
