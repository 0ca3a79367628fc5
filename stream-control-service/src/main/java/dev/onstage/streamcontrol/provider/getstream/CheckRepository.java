package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of the last looks at an app, see {@link SharedCheck}. */
@ApplicationScoped
class CheckRepository {

    private static final String LAST = """
            select subject, next_check_at, next_check_at <= clock_timestamp() as due,
                   checked_at > clock_timestamp() - interval '1 minute' as recent, warnings
              from provider_checks where api_key = $1 and check_name = $2
            """;

    /** Who made the next look due while this one was under way wants one that begins after that. */
    private static final String SAVE = """
            insert into provider_checks as known (api_key, check_name, subject, checked_at, next_check_at, warnings)
            select $1, $2, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond', $5::jsonb
             where exists (select 1 from leases where name = $6 and token = $7 and held_until > clock_timestamp())
            on conflict (api_key, check_name) do update set subject = excluded.subject, checked_at = excluded.checked_at,
                next_check_at = case when known.next_check_at is distinct from $8::timestamptz
                                     then least(known.next_check_at, excluded.next_check_at)
                                     else excluded.next_check_at end,
                warnings = excluded.warnings
            """;

    private static final String MAKE_DUE = """
            insert into provider_checks as known (api_key, check_name, subject, checked_at, next_check_at, warnings)
            values ($1, $2, '', to_timestamp(0), clock_timestamp(), '[]')
            on conflict (api_key, check_name) do update
               set next_check_at = least(known.next_check_at,
                                         greatest(clock_timestamp(), known.checked_at + $3 * interval '1 millisecond'))
            """;

    private final Pool pool;

    CheckRepository(Pool pool) {
        this.pool = pool;
    }

    /** Empty before the first one. */
    Uni<Optional<AppCheck>> last(String apiKey, String name) {
        return pool.preparedQuery(LAST)
                .execute(Tuple.of(apiKey, name))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(check(rows.iterator().next())));
    }

    /**
     * Does nothing when the lease is over.
     *
     * @param nextIn when to look again, unless somebody made an earlier look due meanwhile
     * @param before what was stored when the look began
     */
    Uni<Void> save(
            String apiKey,
            String name,
            String subject,
            List<ProviderWarning> warnings,
            Duration nextIn,
            Optional<AppCheck> before,
            LeaseToken lease) {
        return pool.preparedQuery(SAVE)
                .execute(Tuple.tuple()
                        .addString(apiKey)
                        .addString(name)
                        .addString(subject)
                        .addLong(nextIn.toMillis())
                        .addValue(encode(warnings))
                        .addString(lease.name())
                        .addLong(lease.fence())
                        .addOffsetDateTime(before.map(AppCheck::nextAt).orElse(null)))
                .replaceWithVoid();
    }

    /** Brings the next look forward, to no earlier than this after the last one. */
    Uni<Void> makeDue(String apiKey, String name, Duration afterTheLast) {
        return pool.preparedQuery(MAKE_DUE)
                .execute(Tuple.of(apiKey, name, afterTheLast.toMillis()))
                .replaceWithVoid();
    }

    private static AppCheck check(Row row) {
        return new AppCheck(
                row.getString("subject"),
                row.getOffsetDateTime("next_check_at"),
                row.getBoolean("due"),
                row.getBoolean("recent"),
                decode(row.get(JsonArray.class, "warnings")));
    }

    private static JsonArray encode(List<ProviderWarning> warnings) {
        JsonArray array = new JsonArray();
        warnings.forEach(each -> array.add(new JsonObject()
                .put("code", each.code())
                .put("message", each.message())
                .put("fix", each.fix())
                .put("since", each.since().toString())));
        return array;
    }

    private static List<ProviderWarning> decode(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(each -> new ProviderWarning(
                        each.getString("code"),
                        each.getString("message"),
                        each.getString("fix"),
                        Instant.parse(each.getString("since"))))
                .toList();
    }
}
