package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.StoredTemplate;
import dev.onstage.notifier.stream.SqlTime;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.stream.StreamSessions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims rows of {@code notification_messages} and gives them back. Leases and due times are the database's clock. */
@ApplicationScoped
class DeliveryStore {
    /**
     * Takes the destinations first and one row of each, and waits for nobody: two workers can neither share a destination
     * nor get in each other's way. Rows with an expired lease are left to {@link #EXPIRED}.
     */
    private static final String CLAIM = """
            WITH free AS (
              SELECT id FROM destinations AS destination
               WHERE kind = $4 AND quiet_until <= now()
                 AND EXISTS (SELECT FROM notification_messages
                              WHERE destination_id = destination.id AND state = 'PENDING' AND due_at <= now())
                 AND NOT EXISTS (SELECT FROM notification_messages
                                  WHERE destination_id = destination.id AND state = 'SENDING')
                 AND NOT ($5 AND EXISTS (SELECT FROM notification_messages AS other
                                           JOIN destinations AS same ON same.id = other.destination_id
                                          WHERE other.state = 'SENDING' AND same.kind = $4))
               LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED),
            due AS (
              SELECT message.session_id, free.id AS destination_id
                FROM free CROSS JOIN LATERAL (
                     SELECT session_id FROM notification_messages
                      WHERE destination_id = free.id AND state = 'PENDING' AND due_at <= now()
                      ORDER BY due_at, created_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS message)
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
            SELECT message.*, session.*, destination.channel_id, destination.name, destination.kind,
                   destination.address, destination.address_version, destination.enabled, destination.notify_on_live,
                   destination.notify_on_end, destination.at_end, destination.on_unknown, destination.refusals,
                   destination.ping, destination.username, destination.avatar_url, destination.thread_id,
                   destination.thread_name, destination.template,
                   profile.title AS profile_title, profile.broadcaster_name AS profile_broadcaster_name
              FROM notification_messages AS message
              JOIN stream_sessions AS session USING (session_id)
              JOIN destinations AS destination ON destination.id = message.destination_id
              LEFT JOIN channel_profiles AS profile ON profile.channel_id = session.channel_id
             WHERE message.lease_token = $1
            """;
    private static final String NOTE_STEP = """
            UPDATE notification_messages
               SET live_state = $4, live_reason = $5, ended_state = $6, ended_reason = $7, step = $8, tries = $9,
                   resends = $10
             WHERE session_id = $1 AND destination_id = $2 AND lease_token = $3
            """;
    /** What ended while a call about its start was under way is told at once, however long that call is to wait. */
    private static final String STORE = """
            UPDATE notification_messages
               SET state = CASE WHEN $4::bigint IS NULL AND desired_version <= $5 THEN 'SETTLED' ELSE 'PENDING' END,
                   due_at = CASE WHEN desired_version > $5 AND NOT $21 AND EXISTS (
                                      SELECT FROM stream_sessions AS session
                                       WHERE session.session_id = $1 AND session.ended_at IS NOT NULL)
                                 THEN now() ELSE now() + coalesce($4, 0) * interval '1 millisecond' END,
                   lease_token = NULL, lease_until = NULL,
                   sent_version = $6, live_state = $7, live_message_id = $8, live_reason = $9, ended_state = $10,
                   ended_message_id = $11, ended_reason = $12, edits_closed = $13, without_links = $14, content = $15,
                   sent_at = $16, step = $17, tries = $18, resends = $19,
                   by_hand = $20
             WHERE session_id = $1 AND destination_id = $2 AND lease_token = $3
            """;

    private final StoredTemplate templates;

    DeliveryStore(StoredTemplate templates) {
        this.templates = templates;
    }

    /**
     * Marks up to {@code limit} due rows of a kind, at most one per destination, as this token's.
     *
     * @param alone whether only one call of this kind may be under way anywhere
     */
    Uni<Integer> claim(SqlClient tx, UUID token, String kind, int limit, boolean alone, Duration lease) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(limit, token, lease.toMillis(), kind, alone))
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

    /** Writes down which call is about to be made, in the transaction that claimed the row, before it is made. */
    Uni<Void> noteStep(SqlClient tx, UUID token, Notification chosen) {
        Step step = chosen.step();
        return tx.preparedQuery(NOTE_STEP)
                .execute(Tuple.tuple()
                        .addUUID(chosen.sessionId())
                        .addUUID(chosen.destinationId())
                        .addUUID(token)
                        .addString(chosen.live().state().name())
                        .addString(chosen.live().reason())
                        .addString(chosen.ended().state().name())
                        .addString(chosen.ended().reason())
                        .addString(step == null ? null : step.name())
                        .addInteger(chosen.tries())
                        .addInteger(chosen.resends()))
                .replaceWithVoid();
    }

    /**
     * Stores how a row stands and gives it free.
     *
     * @param planned the session the row was planned for
     * @param delay until it is planned again, null when nothing is left to do unless more was desired meanwhile
     * @return false when the lease was lost: then nothing was stored
     */
    Uni<Boolean> store(SqlClient tx, UUID token, Notification row, StreamSession planned, @Nullable Duration delay) {
        Step step = row.step();
        return tx.preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addUUID(row.sessionId())
                        .addUUID(row.destinationId())
                        .addUUID(token)
                        .addLong(delay == null ? null : delay.toMillis())
                        .addLong(planned.version())
                        .addLong(row.sentVersion())
                        .addString(row.live().state().name())
                        .addString(row.live().messageId())
                        .addString(row.live().reason())
                        .addString(row.ended().state().name())
                        .addString(row.ended().messageId())
                        .addString(row.ended().reason())
                        .addBoolean(row.editsClosed())
                        .addBoolean(row.withoutLinks())
                        .addString(row.content())
                        .addOffsetDateTime(SqlTime.utcOrNull(row.sentAt()))
                        .addString(step == null ? null : step.name())
                        .addInteger(row.tries())
                        .addInteger(row.resends())
                        .addBoolean(row.byHand())
                        .addBoolean(planned.isEnded()))
                .map(rows -> rows.rowCount() == 1);
    }

    private Work read(UUID token, Row row) {
        String ping = row.getString("ping");
        Presentation presentation = new Presentation(
                ping,
                row.getString("username"),
                row.getString("avatar_url"),
                row.getString("thread_id"),
                row.getString("thread_name"),
                templates.read(row.getString("template")));
        Wishes wishes = new Wishes(
                row.getBoolean("enabled"),
                row.getBoolean("notify_on_live"),
                row.getBoolean("notify_on_end"),
                AtEnd.valueOf(row.getString("at_end")),
                OnUnknown.valueOf(row.getString("on_unknown")),
                ping != null);
        DestinationEffects.Called destination = new DestinationEffects.Called(
                row.getUUID("destination_id"),
                row.getString("channel_id"),
                row.getString("name"),
                row.getString("kind"),
                row.getLong("address_version"),
                row.getString("thread_id"));
        return new Work(
                token,
                notification(row),
                StreamSessions.read(row),
                wishes,
                destination,
                presentation,
                row.getString("address"),
                row.getInteger("refusals"),
                row.getLong("epoch"),
                row.getString("traceparent"));
    }

    private static Notification notification(Row row) {
        String step = row.getString("step");
        return new Notification(
                row.getUUID("session_id"),
                row.getUUID("destination_id"),
                row.getLong("desired_version"),
                row.getLong("sent_version"),
                telling(row, "live"),
                telling(row, "ended"),
                row.getBoolean("edits_closed"),
                row.getBoolean("without_links"),
                row.getString("content"),
                SqlTime.instant(row.getOffsetDateTime("sent_at")),
                row.getBoolean("by_hand"),
                step == null ? null : Step.valueOf(step),
                row.getInteger("tries"),
                row.getInteger("resends"));
    }

    private static Telling telling(Row row, String form) {
        return new Telling(
                FormState.valueOf(row.getString(form + "_state")),
                row.getString(form + "_message_id"),
                row.getString(form + "_reason"));
    }
}
