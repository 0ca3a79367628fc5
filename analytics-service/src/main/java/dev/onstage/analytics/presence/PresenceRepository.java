package dev.onstage.analytics.presence;

import dev.onstage.analytics.intake.EarliestChanges;
import dev.onstage.analytics.presence.PresenceBatch.CountKey;
import dev.onstage.analytics.presence.PresenceBatch.CountRow;
import dev.onstage.analytics.presence.PresenceBatch.StayKey;
import dev.onstage.analytics.presence.PresenceBatch.StayRow;
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

/** Writes a whole batch with one statement per table; both merges are commutative and tell only what they changed. */
@ApplicationScoped
class PresenceRepository {

    private static final String MERGE_STAYS = """
            WITH incoming AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[],
                                     $6::timestamptz[], $7::timestamptz[], $8::boolean[], $9::boolean[])
                    AS t(channel_id, user_session_id, joined_on, user_id, role,
                         joined_at, left_at, webhook_seen, reconcile_seen)
            ), merged AS (
                INSERT INTO presence AS p (channel_id, user_session_id, joined_on, user_id, role,
                                           joined_at, left_at, webhook_seen, reconcile_seen)
                SELECT * FROM incoming
                ON CONFLICT (channel_id, user_session_id, joined_on) DO UPDATE SET
                    user_id = least(p.user_id, excluded.user_id),
                    role = least(p.role, excluded.role),
                    joined_at = least(p.joined_at, excluded.joined_at),
                    left_at = least(p.left_at, excluded.left_at),
                    webhook_seen = p.webhook_seen OR excluded.webhook_seen,
                    reconcile_seen = p.reconcile_seen OR excluded.reconcile_seen
                WHERE excluded.joined_at < p.joined_at
                   OR excluded.left_at < coalesce(p.left_at, 'infinity')
                   OR (excluded.webhook_seen AND NOT p.webhook_seen)
                   OR (excluded.reconcile_seen AND NOT p.reconcile_seen)
                   OR excluded.user_id < p.user_id
                RETURNING p.channel_id, p.joined_at
            )
            SELECT channel_id, min(joined_at) AS earliest FROM merged GROUP BY channel_id""";

    private static final String MERGE_COUNTS = """
            WITH merged AS (
                INSERT INTO participant_counts AS c (channel_id, observed_at, source, identified, anonymous)
                SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::integer[], $5::integer[])
                ON CONFLICT (channel_id, observed_at, source) DO UPDATE SET
                    identified = greatest(c.identified, excluded.identified),
                    anonymous = greatest(c.anonymous, excluded.anonymous)
                WHERE excluded.identified > c.identified OR excluded.anonymous > c.anonymous
                RETURNING c.channel_id, c.observed_at
            )
            SELECT channel_id, min(observed_at) AS earliest FROM merged GROUP BY channel_id""";

    /** Merges the stays; answers, per channel where anything changed, the earliest join among the changed stays. */
    Uni<Map<String, Instant>> mergeStays(SqlClient tx, Map<StayKey, StayRow> rows) {
        List<Entry<StayKey, StayRow>> entries = List.copyOf(rows.entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfString(
                        SqlColumns.of(entries, String.class, row -> row.getKey().channelId()))
                .addArrayOfString(
                        SqlColumns.of(entries, String.class, row -> row.getKey().userSessionId()))
                .addArrayOfLocalDate(SqlColumns.of(
                        entries, LocalDate.class, row -> row.getKey().joinedOn()))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, row -> row.getValue().stay().userId()))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, row -> row.getValue().role()))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        row -> SqlColumns.time(row.getValue().stay().joinedAt())))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        row -> SqlColumns.timeOrNull(row.getValue().stay().leftAt())))
                .addArrayOfBoolean(SqlColumns.of(
                        entries, Boolean.class, row -> row.getValue().stay().webhookSeen()))
                .addArrayOfBoolean(SqlColumns.of(
                        entries, Boolean.class, row -> row.getValue().stay().reconcileSeen()));
        return tx.preparedQuery(MERGE_STAYS).execute(columns).map(EarliestChanges::byChannel);
    }

    /** Records the counts; answers, per channel, the earliest moment among the new ones. */
    Uni<Map<String, Instant>> mergeCounts(SqlClient tx, Map<CountKey, CountRow> counts) {
        List<Entry<CountKey, CountRow>> entries = List.copyOf(counts.entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, count -> count.getKey().channelId()))
                .addArrayOfOffsetDateTime(SqlColumns.of(
                        entries,
                        OffsetDateTime.class,
                        count -> SqlColumns.time(count.getKey().observedAt())))
                .addArrayOfString(SqlColumns.of(
                        entries, String.class, count -> count.getKey().source().name()))
                .addArrayOfInteger(SqlColumns.of(
                        entries, Integer.class, count -> count.getValue().identified()))
                .addArrayOfInteger(SqlColumns.of(
                        entries, Integer.class, count -> count.getValue().anonymous()));
        return tx.preparedQuery(MERGE_COUNTS).execute(columns).map(EarliestChanges::byChannel);
    }
}
