package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a whole batch with one statement, whatever its size. */
@ApplicationScoped
class JournalRepository {

    /**
     * What a batch became.
     *
     * @param stored deliveries that are new
     * @param withoutBody how many of these are stored without their body
     * @param tooOld deliveries left out, because the journal no longer reaches back that far
     */
    record Stored(long stored, long withoutBody, long tooOld) {}

    private static final String INSERT = """
            WITH state AS (
                SELECT kept_from, shed_bodies FROM journal_state
            ), given AS (
                SELECT * FROM unnest(
                    $1::timestamptz[], $2::uuid[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[],
                    $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::integer[], $13::boolean[],
                    $14::boolean[], $15::bytea[], $16::boolean[])
                AS g (received_at, delivery_id, webhook_id, attempt, api_key, event_type, channel_id,
                    call_cid, chat_channel_cid, event_time, outcome, size_bytes, compressed,
                    via_spool, body, expendable)
            ), inserted AS (
                INSERT INTO webhook_deliveries (received_at, delivery_id, webhook_id, attempt, api_key, event_type,
                    channel_id, call_cid, chat_channel_cid, event_time, outcome, size_bytes, compressed, via_spool,
                    body, body_dropped)
                SELECT received_at, delivery_id, webhook_id, attempt, api_key, event_type,
                    channel_id, call_cid, chat_channel_cid, event_time, outcome, size_bytes, compressed, via_spool,
                    CASE WHEN shed_bodies AND expendable THEN NULL ELSE body END,
                    body IS NULL OR (shed_bodies AND expendable)
                FROM given, state
                WHERE received_at >= kept_from
                ON CONFLICT (received_at, delivery_id) DO NOTHING
                RETURNING received_at, channel_id, event_type, outcome, body_dropped
            ), counted AS (
                INSERT INTO webhook_delivery_counts AS c
                    (channel_id, bucket, event_type, outcome, deliveries, last_received_at)
                SELECT coalesce(channel_id, ''), date_bin('5 minutes', received_at, '2000-01-01T00:00:00Z'),
                    event_type, outcome, count(*), max(received_at)
                FROM inserted
                GROUP BY 1, 2, 3, 4
                ORDER BY 1, 2, 3, 4
                ON CONFLICT (channel_id, bucket, event_type, outcome) DO UPDATE SET
                    deliveries = c.deliveries + excluded.deliveries,
                    last_received_at = greatest(c.last_received_at, excluded.last_received_at)
            )
            SELECT (SELECT count(*) FROM inserted) AS stored,
                   (SELECT count(*) FROM inserted WHERE body_dropped) AS without_body,
                   (SELECT count(*) FROM given, state WHERE received_at < kept_from) AS too_old""";

    /** Stores the entries that are not there yet and counts them. */
    Uni<Stored> insert(SqlClient tx, List<JournalEntry> entries) {
        Tuple columns = Tuple.tuple()
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(entries, OffsetDateTime.class, entry -> SqlColumns.time(entry.receivedAt())))
                .addArrayOfUUID(SqlColumns.of(entries, UUID.class, JournalEntry::deliveryId))
                .addArrayOfString(SqlColumns.of(entries, String.class, JournalEntry::webhookId))
                .addArrayOfInteger(SqlColumns.of(entries, Integer.class, JournalEntry::attempt))
                .addArrayOfString(SqlColumns.of(entries, String.class, JournalEntry::apiKey))
                .addArrayOfString(SqlColumns.of(entries, String.class, JournalEntry::eventType))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, entry -> entry.subject().channelId()))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, entry -> entry.subject().callCid()))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, entry -> entry.subject().chatChannelCid()))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(entries, OffsetDateTime.class, entry -> SqlColumns.timeOrNull(entry.eventTime())))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, entry -> entry.outcome().name()))
                .addArrayOfInteger(SqlColumns.of(
                        entries, Integer.class, entry -> entry.body().length()))
                .addArrayOfBoolean(SqlColumns.of(entries, Boolean.class, JournalEntry::compressed))
                .addArrayOfBoolean(SqlColumns.of(entries, Boolean.class, JournalEntry::viaSpool));
        // The bindings know arrays of their own wrapper only; the driver wants the plain buffer.
        columns.getDelegate().addArrayOfBuffer(SqlColumns.of(entries, Buffer.class, JournalRepository::body));
        columns.addArrayOfBoolean(SqlColumns.of(entries, Boolean.class, JournalEntry::isExpendable));
        return tx.preparedQuery(INSERT)
                .execute(columns)
                .map(rows -> stored(rows.iterator().next()));
    }

    private static @Nullable Buffer body(JournalEntry entry) {
        return entry.keepBody() ? entry.body() : null;
    }

    private static Stored stored(Row row) {
        return new Stored(row.getLong("stored"), row.getLong("without_body"), row.getLong("too_old"));
    }
}
