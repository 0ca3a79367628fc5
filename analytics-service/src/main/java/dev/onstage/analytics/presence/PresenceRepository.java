package dev.onstage.analytics.presence;

import dev.onstage.analytics.audience.Stay;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/** Writes a whole batch with a fixed number of statements; the merges are commutative and tell only what they changed. */
@ApplicationScoped
class PresenceRepository {

    private static final String MERGE_STAYS = """
            WITH incoming AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[],
                                     $6::timestamptz[], $7::timestamptz[], $8::boolean[], $9::boolean[],
                                     $10::boolean[])
                    AS t(channel_id, user_session_id, joined_on, user_id, role,
                         joined_at, left_at, webhook_seen, reconcile_seen, begun)
            ), merged AS (
                INSERT INTO presence AS p (channel_id, user_session_id, joined_on, user_id, role, joined_at, left_at,
                                           webhook_seen, reconcile_seen, begun, over_at)
                SELECT *, CASE WHEN begun THEN left_at ELSE '-infinity' END FROM incoming
                ON CONFLICT (channel_id, user_session_id, joined_on, joined_at, begun) DO UPDATE SET
                    user_id = least(p.user_id, excluded.user_id),
                    role = least(p.role, excluded.role),
                    left_at = least(p.left_at, excluded.left_at),
                    over_at = least(p.over_at, excluded.over_at),
                    webhook_seen = p.webhook_seen OR excluded.webhook_seen,
                    reconcile_seen = p.reconcile_seen OR excluded.reconcile_seen
                WHERE excluded.left_at < coalesce(p.left_at, 'infinity')
                   OR (excluded.webhook_seen AND NOT p.webhook_seen)
                   OR (excluded.reconcile_seen AND NOT p.reconcile_seen)
                   OR excluded.user_id < p.user_id
                RETURNING p.channel_id, p.joined_at
            )
            SELECT channel_id, min(joined_at) AS earliest FROM merged GROUP BY channel_id""";

    /**
     * When the stays of a user session are over follows from all its reports. A stay ends with the leave that was reported of
     * it, with the next leave that does not say of which stay, or with the next join, whichever is first. Reports of joins
     * that are less than a millisecond apart are of one stay, which began with the first of them: webhooks and the API need
     * not carry the same digits, and nobody leaves and joins again that fast. For the same reason a report of a whole second is
     * of the first stay that another report dates within that second. The more is reported, the earlier is the end: so the
     * order of the reports does not matter.
     */
    private static final String SETTLE = """
            WITH touched AS (
                SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS t(channel_id, user_session_id)
            ), found AS (
                SELECT p.channel_id, p.user_session_id, p.joined_on, p.joined_at, p.begun, p.left_at,
                       p.webhook_seen, p.reconcile_seen,
                       count(*) OVER (PARTITION BY p.channel_id, p.user_session_id) AS reports,
                       p.begun AND p.joined_at = date_trunc('second', p.joined_at) AS whole_second,
                       min(p.joined_at) FILTER (WHERE p.begun AND p.joined_at <> date_trunc('second', p.joined_at)) OVER
                           (PARTITION BY p.channel_id, p.user_session_id, date_trunc('second', p.joined_at))
                           AS first_in_second
                FROM touched JOIN presence p USING (channel_id, user_session_id)
                WHERE p.joined_on BETWEEN $3 AND $4
            ), known AS (
                SELECT *,
                       CASE WHEN whole_second AND first_in_second >= joined_at + interval '1 ms'
                           THEN first_in_second ELSE joined_at END AS at
                FROM found
            ), reported AS (
                SELECT channel_id, user_session_id, joined_on, joined_at, begun,
                       at <> joined_at OR coalesce(bool_or(begun) OVER
                           (by_time RANGE BETWEEN '999 us' PRECEDING AND '1 us' PRECEDING), false) AS no_stay,
                       least(
                           min(left_at) FILTER (WHERE begun) OVER
                               (by_time RANGE BETWEEN CURRENT ROW AND '999 us' FOLLOWING),
                           min(at) FILTER (WHERE NOT begun) OVER
                               (by_time RANGE BETWEEN '1 us' FOLLOWING AND UNBOUNDED FOLLOWING),
                           min(at) FILTER (WHERE begun) OVER
                               (by_time RANGE BETWEEN '1 ms' FOLLOWING AND UNBOUNDED FOLLOWING)) AS over_at,
                       bool_or(webhook_seen) FILTER (WHERE begun) OVER
                           (by_time RANGE BETWEEN CURRENT ROW AND '999 us' FOLLOWING) AS webhook_seen,
                       bool_or(reconcile_seen) FILTER (WHERE begun) OVER
                           (by_time RANGE BETWEEN CURRENT ROW AND '999 us' FOLLOWING) AS reconcile_seen
                FROM known
                WHERE reports > 1
                WINDOW by_time AS (PARTITION BY channel_id, user_session_id ORDER BY at)
            ), settled AS (
                UPDATE presence p SET
                    over_at = CASE WHEN r.no_stay THEN '-infinity' ELSE least(p.over_at, r.over_at) END,
                    webhook_seen = p.webhook_seen OR r.webhook_seen,
                    reconcile_seen = p.reconcile_seen OR r.reconcile_seen
                FROM reported r
                WHERE r.begun
                  AND p.channel_id = r.channel_id AND p.user_session_id = r.user_session_id
                  AND p.joined_on = r.joined_on AND p.joined_at = r.joined_at AND p.begun
                  AND (CASE WHEN r.no_stay THEN '-infinity' ELSE r.over_at END < coalesce(p.over_at, 'infinity')
                       OR (r.webhook_seen AND NOT p.webhook_seen)
                       OR (r.reconcile_seen AND NOT p.reconcile_seen))
                RETURNING p.channel_id, p.joined_at
            )
            SELECT channel_id, min(joined_at) AS earliest FROM settled GROUP BY channel_id""";

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
                        entries, Boolean.class, row -> row.getValue().stay().reconcileSeen()))
                .addArrayOfBoolean(SqlColumns.of(
                        entries, Boolean.class, row -> row.getKey().begun()));
        return tx.preparedQuery(MERGE_STAYS).execute(columns).map(EarliestChanges::byChannel);
    }

    /** Ends stays as all reports of their user sessions say; answers as {@link #mergeStays} does. */
    Uni<Map<String, Instant>> settle(SqlClient tx, Set<StayKey> merged) {
        List<StayKey> keys = List.copyOf(merged);
        LocalDate first = keys.stream()
                .map(StayKey::joinedOn)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate last = keys.stream()
                .map(StayKey::joinedOn)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Tuple touched = Tuple.tuple()
                .addArrayOfString(SqlColumns.of(keys, String.class, StayKey::channelId))
                .addArrayOfString(SqlColumns.of(keys, String.class, StayKey::userSessionId))
                .addLocalDate(first.minusDays(Stay.LONGEST.toDays()))
                .addLocalDate(last.plusDays(Stay.LONGEST.toDays()));
        return tx.preparedQuery(SETTLE).execute(touched).map(EarliestChanges::byChannel);
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
