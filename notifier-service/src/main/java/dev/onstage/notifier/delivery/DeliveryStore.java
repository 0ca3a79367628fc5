package dev.onstage.notifier.delivery;

import dev.onstage.notifier.delivery.DeliveryRules.Effect;
import dev.onstage.notifier.delivery.DeliveryRules.Move;
import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.stream.StreamSessions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code notification_messages} and {@code notification_attempts}. Leases and due times are the database's clock. */
@ApplicationScoped
class DeliveryStore {
    private static final String OPEN_FOR_LIVE = """
            INSERT INTO notification_messages (session_id, destination_id, state, due_at, desired_version)
            SELECT $1, id, 'PENDING', now(), $3 FROM destinations
             WHERE channel_id = $2 AND enabled AND notify_on_live
            ON CONFLICT (session_id, destination_id) DO NOTHING
            """;
    private static final String OPEN_FOR_END = """
            INSERT INTO notification_messages (session_id, destination_id, state, due_at, desired_version)
            SELECT $1, id, 'PENDING', now(), $3 FROM destinations
             WHERE channel_id = $2 AND enabled AND notify_on_end
            ON CONFLICT (session_id, destination_id) DO NOTHING
            """;
    private static final String DESIRE = """
            UPDATE notification_messages
               SET desired_version = $2,
                   state = CASE state WHEN 'SENDING' THEN state ELSE 'PENDING' END,
                   due_at = CASE WHEN $3 OR state = 'SETTLED' THEN now() ELSE due_at END
             WHERE session_id = $1 AND desired_version < $2
            """;
    /**
     * Takes the destinations first and one row of each: two workers can neither share a destination nor wait for one
     * another. Rows with an expired lease are left to {@link #EXPIRED}.
     */
    private static final String CLAIM = """
            WITH free AS (
              SELECT id FROM destinations AS destination
               WHERE quiet_until <= now()
                 AND NOT EXISTS (SELECT FROM kind_pauses AS pause
                                  WHERE pause.kind = destination.kind AND pause.quiet_until > now())
                 AND EXISTS (SELECT FROM notification_messages
                              WHERE destination_id = destination.id AND state = 'PENDING' AND due_at <= now())
                 AND NOT EXISTS (SELECT FROM notification_messages
                                  WHERE destination_id = destination.id AND state = 'SENDING')
               LIMIT $1 FOR UPDATE SKIP LOCKED),
            due AS (
              SELECT DISTINCT ON (destination_id) session_id, destination_id
                FROM notification_messages JOIN free ON free.id = destination_id
               WHERE state = 'PENDING' AND due_at <= now()
               ORDER BY destination_id, due_at, created_at)
            UPDATE notification_messages AS message
               SET state = 'SENDING', lease_token = $2, lease_until = now() + $3 * interval '1 millisecond'
              FROM due
             WHERE message.session_id = due.session_id AND message.destination_id = due.destination_id
               AND message.state = 'PENDING'
            RETURNING message.session_id, message.destination_id
            """;

    private static final String EXPIRED = """
            UPDATE notification_messages SET lease_token = $1, lease_until = now() + $2 * interval '1 millisecond'
             WHERE (session_id, destination_id) IN
                   (SELECT session_id, destination_id FROM notification_messages
                     WHERE state = 'SENDING' AND lease_until < now() LIMIT 100 FOR UPDATE SKIP LOCKED)
            RETURNING session_id, destination_id
            """;
    private static final String WORK = """
            SELECT message.*, session.*, destination.channel_id, destination.kind, destination.address,
                   destination.enabled, destination.notify_on_live, destination.notify_on_end, destination.at_end,
                   destination.on_unknown, destination.refusals,
                   profile.title AS profile_title, profile.broadcaster_name AS profile_broadcaster_name
              FROM notification_messages AS message
              JOIN stream_sessions AS session USING (session_id)
              JOIN destinations AS destination ON destination.id = message.destination_id
              LEFT JOIN channel_profiles AS profile ON profile.channel_id = session.channel_id
             WHERE message.lease_token = $1
            """;
    private static final String NOTE_STEP = """
            UPDATE notification_messages
               SET live_state = $4, ended_state = $5, step = $6, step_version = $7, tries = $8, resends = $9
             WHERE session_id = $1 AND destination_id = $2 AND lease_token = $3
            """;
    private static final String STORE = """
            UPDATE notification_messages
               SET state = CASE WHEN $4::bigint IS NULL AND desired_version <= $5 THEN 'SETTLED' ELSE 'PENDING' END,
                   due_at = now() + coalesce($4, 0) * interval '1 millisecond', lease_token = NULL, lease_until = NULL,
                   sent_version = $6, live_state = $7, live_message_id = $8, ended_state = $9, ended_message_id = $10,
                   edits_closed = $11, without_links = $12, content = $13, step = $14, tries = $15, resends = $16
             WHERE session_id = $1 AND destination_id = $2 AND lease_token = $3
            """;
    /** A destination that was removed while it was called has no history any more. */
    private static final String RECORD = """
            INSERT INTO notification_attempts
                (destination_id, session_id, form, step, attempted_at, status, code, outcome, reason)
            SELECT id, $2, $3, $4, $5, $6, $7, $8, $9 FROM destinations WHERE id = $1
            """;

    private static final String HEALTHY = "UPDATE destinations SET refusals = 0 WHERE id = $1 AND refusals <> 0";
    private static final String ONE_MORE_REFUSAL = "UPDATE destinations SET refusals = refusals + 1 WHERE id = $1";
    /** Only while the address is the one that was called: a new one may have been saved meanwhile. */
    private static final String SWITCH_OFF = """
            UPDATE destinations
               SET enabled = false, switched_off_reason = $3, switched_off_at = now(),
                   address = CASE WHEN $4 THEN NULL ELSE address END
             WHERE id = $1 AND address = $2
            """;

    private static final String LEAVE_ALONE = """
            UPDATE destinations SET quiet_until = greatest(quiet_until, now() + $2 * interval '1 millisecond')
             WHERE id = $1
            """;
    private static final String PAUSE_KIND = """
            INSERT INTO kind_pauses (kind, quiet_until) VALUES ($1, now() + $2 * interval '1 millisecond')
            ON CONFLICT (kind) DO UPDATE SET quiet_until = greatest(kind_pauses.quiet_until, excluded.quiet_until)
            """;

    /**
     * A claimed row with all it takes to plan and make its call.
     *
     * @param token the fence: only its holder may store an outcome
     * @param address encrypted, null once it can never work again
     * @param stepVersion the session version the step under way tells, null before one was chosen
     */
    record Work(
            UUID token,
            Notification notification,
            StreamSession session,
            Wishes wishes,
            String kind,
            @Nullable String address,
            int refusals,
            @Nullable Long stepVersion) {}

    Uni<Void> openForLive(SqlClient tx, StreamSessions.Changed changed, String channelId) {
        return tx.preparedQuery(OPEN_FOR_LIVE)
                .execute(Tuple.of(changed.sessionId(), channelId, changed.version()))
                .replaceWithVoid();
    }

    Uni<Void> openForEnd(SqlClient tx, StreamSessions.Changed changed, String channelId) {
        return tx.preparedQuery(OPEN_FOR_END)
                .execute(Tuple.of(changed.sessionId(), channelId, changed.version()))
                .replaceWithVoid();
    }

    /** The session's rows should tell this version; {@code atOnce} even when one waits for its next try. */
    Uni<Void> desire(SqlClient tx, StreamSessions.Changed changed, boolean atOnce) {
        return tx.preparedQuery(DESIRE)
                .execute(Tuple.of(changed.sessionId(), changed.version(), atOnce))
                .replaceWithVoid();
    }

    /** Marks up to {@code limit} due rows, at most one per destination, as this token's. */
    Uni<Integer> claim(SqlClient tx, UUID token, int limit, Duration lease) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(limit, token, lease.toMillis()))
                .map(RowSet::size);
    }

    /** Takes over rows whose worker never came back. */
    Uni<Integer> claimExpired(SqlClient tx, UUID token, Duration lease) {
        return tx.preparedQuery(EXPIRED)
                .execute(Tuple.of(token, lease.toMillis()))
                .map(RowSet::size);
    }

    /** What this token holds. */
    Uni<List<Work>> work(SqlClient client, UUID token) {
        return client.preparedQuery(WORK).execute(Tuple.of(token)).map(rows -> {
            List<Work> work = new ArrayList<>();
            rows.forEach(row -> work.add(read(token, row)));
            return work;
        });
    }

    /**
     * Writes down which call is about to be made, before it is made.
     *
     * @return false when the lease was lost, so the call must not be made
     */
    Uni<Boolean> noteStep(SqlClient tx, UUID token, Notification chosen, long version) {
        Step step = chosen.step();
        return tx.preparedQuery(NOTE_STEP)
                .execute(Tuple.tuple()
                        .addUUID(chosen.sessionId())
                        .addUUID(chosen.destinationId())
                        .addUUID(token)
                        .addString(chosen.live().name())
                        .addString(chosen.ended().name())
                        .addString(step == null ? null : step.name())
                        .addLong(version)
                        .addInteger(chosen.tries())
                        .addInteger(chosen.resends()))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Stores how a row stands and gives it free.
     *
     * @param planned the session version the row was planned for
     * @param delay until it is planned again, null when nothing is left to do unless more was desired meanwhile
     * @return false when the lease was lost: then nothing was stored
     */
    Uni<Boolean> store(SqlClient tx, UUID token, Notification row, long planned, @Nullable Duration delay) {
        Step step = row.step();
        return tx.preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addUUID(row.sessionId())
                        .addUUID(row.destinationId())
                        .addUUID(token)
                        .addLong(delay == null ? null : delay.toMillis())
                        .addLong(planned)
                        .addLong(row.sentVersion())
                        .addString(row.live().name())
                        .addString(row.liveMessageId())
                        .addString(row.ended().name())
                        .addString(row.endedMessageId())
                        .addBoolean(row.editsClosed())
                        .addBoolean(row.withoutLinks())
                        .addString(row.content())
                        .addString(step == null ? null : step.name())
                        .addInteger(row.tries())
                        .addInteger(row.resends()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Adds to the history. */
    Uni<Void> record(SqlClient tx, UUID destinationId, @Nullable UUID sessionId, Attempt attempt) {
        return tx.preparedQuery(RECORD)
                .execute(Tuple.tuple()
                        .addUUID(destinationId)
                        .addUUID(sessionId)
                        .addString(attempt.form())
                        .addString(attempt.step())
                        .addOffsetDateTime(attempt.at().atOffset(ZoneOffset.UTC))
                        .addInteger(attempt.report().status())
                        .addInteger(attempt.report().code())
                        .addString(attempt.outcome())
                        .addString(attempt.report().result().reason()))
                .replaceWithVoid();
    }

    /** Applies what a call taught about its destination; {@code address} is the encrypted one that was called. */
    Uni<Void> affect(SqlClient tx, UUID destinationId, String kind, @Nullable String address, Effect effect) {
        if (effect instanceof Effect.Healthy) {
            return tx.preparedQuery(HEALTHY).execute(Tuple.of(destinationId)).replaceWithVoid();
        }
        if (effect instanceof Effect.OneMoreRefusal) {
            return tx.preparedQuery(ONE_MORE_REFUSAL)
                    .execute(Tuple.of(destinationId))
                    .replaceWithVoid();
        }
        if (effect instanceof Effect.SwitchOff off) {
            return tx.preparedQuery(SWITCH_OFF)
                    .execute(Tuple.of(destinationId, address, off.reason(), off.forgetAddress()))
                    .replaceWithVoid();
        }
        if (effect instanceof Effect.PauseAll pause) {
            return tx.preparedQuery(PAUSE_KIND)
                    .execute(Tuple.of(kind, pause.delay().toMillis()))
                    .replaceWithVoid();
        }
        return Uni.createFrom().voidItem();
    }

    /** No call to this destination for a while. */
    Uni<Void> leaveAlone(SqlClient tx, UUID destinationId, Duration pause) {
        return tx.preparedQuery(LEAVE_ALONE)
                .execute(Tuple.of(destinationId, pause.toMillis()))
                .replaceWithVoid();
    }

    /**
     * One line of the history.
     *
     * @param form what it was about
     * @param step the call
     * @param at when it was made
     * @param outcome what followed
     * @param report status, code and reason
     */
    record Attempt(String form, String step, Instant at, String outcome, SendReport report) {
        static Attempt of(Step step, Instant at, Move move, SendReport report) {
            return new Attempt(
                    step.form().name(), step.name(), at, move.outcome().name(), report);
        }
    }

    private static Work read(UUID token, Row row) {
        String step = row.getString("step");
        Notification notification = new Notification(
                row.getUUID("session_id"),
                row.getUUID("destination_id"),
                row.getLong("desired_version"),
                row.getLong("sent_version"),
                FormState.valueOf(row.getString("live_state")),
                row.getString("live_message_id"),
                FormState.valueOf(row.getString("ended_state")),
                row.getString("ended_message_id"),
                row.getBoolean("edits_closed"),
                row.getBoolean("without_links"),
                row.getString("content"),
                step == null ? null : Step.valueOf(step),
                row.getInteger("tries"),
                row.getInteger("resends"));
        Wishes wishes = new Wishes(
                row.getBoolean("enabled"),
                row.getBoolean("notify_on_live"),
                row.getBoolean("notify_on_end"),
                AtEnd.valueOf(row.getString("at_end")),
                OnUnknown.valueOf(row.getString("on_unknown")));
        return new Work(
                token,
                notification,
                StreamSessions.read(row),
                wishes,
                row.getString("kind"),
                row.getString("address"),
                row.getInteger("refusals"),
                row.getLong("step_version"));
    }
}
