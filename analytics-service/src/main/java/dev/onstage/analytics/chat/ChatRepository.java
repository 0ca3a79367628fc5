package dev.onstage.analytics.chat;

import dev.onstage.analytics.chat.ChatBatch.MessageKey;
import dev.onstage.analytics.chat.ChatBatch.MessageRow;
import dev.onstage.analytics.intake.EarliestChanges;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Writes a whole batch with one statement; the merge is commutative and tells only what it changed. */
@ApplicationScoped
class ChatRepository {

    private static final String MERGE = """
            WITH merged AS (
                INSERT INTO chat_messages AS m (channel_id, message_id, sent_on, user_id, sent_at, deleted_at,
                                                undeleted_at)
                SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[],
                                     $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
                ON CONFLICT (channel_id, message_id, sent_on) DO UPDATE SET
                    user_id = least(m.user_id, excluded.user_id),
                    sent_at = least(m.sent_at, excluded.sent_at),
                    deleted_at = greatest(m.deleted_at, excluded.deleted_at),
                    undeleted_at = greatest(m.undeleted_at, excluded.undeleted_at)
                WHERE (m.user_id IS NULL AND excluded.user_id IS NOT NULL)
                   OR excluded.user_id < m.user_id
                   OR excluded.sent_at < m.sent_at
                   OR excluded.deleted_at > coalesce(m.deleted_at, '-infinity')
                   OR excluded.undeleted_at > coalesce(m.undeleted_at, '-infinity')
                RETURNING m.channel_id, m.sent_at
            )
            SELECT channel_id, min(sent_at) AS earliest FROM merged GROUP BY channel_id""";

    /** Merges the messages; answers, per channel where anything changed, when the earliest of the changed was sent. */
    Uni<Map<String, Instant>> merge(SqlClient tx, Map<MessageKey, MessageRow> messages) {
        List<Entry<MessageKey, MessageRow>> entries = List.copyOf(messages.entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfString(
                        SqlColumns.of(entries, String.class, row -> row.getKey().channelId()))
                .addArrayOfString(
                        SqlColumns.of(entries, String.class, row -> row.getKey().messageId()))
                .addArrayOfLocalDate(SqlColumns.of(
                        entries, LocalDate.class, row -> row.getKey().sentOn()))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, row -> row.getValue().userId()))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        row -> SqlColumns.time(row.getValue().sentAt())))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        row -> SqlColumns.timeOrNull(row.getValue().deletedAt())))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        row -> SqlColumns.timeOrNull(row.getValue().undeletedAt())));
        return tx.preparedQuery(MERGE).execute(columns).map(EarliestChanges::byChannel);
    }
}
