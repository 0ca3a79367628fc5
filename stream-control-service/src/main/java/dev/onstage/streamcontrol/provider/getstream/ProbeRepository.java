package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Known;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Outcome;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Result;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The last outcome of each attempt, per app. One that is not known leaves what was known before, unless that is wrong and old: what is
 * wrong keeps people from going live, and must not do so for ever on the strength of one answer.
 */
@ApplicationScoped
class ProbeRepository {

    private static final String SAVE = """
            insert into provider_probes as known (api_key, who, what, expected, outcome, tried_at, wrong_since)
            select $1, who, what, expected, outcome, clock_timestamp(),
                   case when outcome not in (expected, 'NOT_KNOWN') then clock_timestamp() end
              from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as tried (who, what, expected, outcome)
             where exists (select 1 from leases where name = $6 and token = $7 and held_until > clock_timestamp())
            on conflict (api_key, who, what) do update
               set expected = excluded.expected, outcome = excluded.outcome, tried_at = excluded.tried_at,
                   wrong_since = case when (known.outcome, known.expected) = (excluded.outcome, excluded.expected)
                                      then coalesce(known.wrong_since, excluded.wrong_since)
                                      else excluded.wrong_since end
             where excluded.outcome <> 'NOT_KNOWN'
                or (known.outcome <> known.expected and known.tried_at < clock_timestamp() - $8 * interval '1 millisecond')
            """;

    private static final String FIND = """
            select who, what, outcome,
                   coalesce(tried_at - wrong_since >= $2 * interval '1 millisecond', false) as confirmed,
                   coalesce(extract(epoch from clock_timestamp() - wrong_since), 0)::bigint as wrong_for_seconds
              from provider_probes where api_key = $1 order by who, what
            """;

    private final Pool pool;

    ProbeRepository(Pool pool) {
        this.pool = pool;
    }

    /** Does nothing when the lease is over. */
    Uni<Void> save(String apiKey, List<Result> results, LeaseToken lease) {
        return pool.preparedQuery(SAVE)
                .execute(Tuple.tuple()
                        .addString(apiKey)
                        .addArrayOfString(column(results, result -> result.who().name()))
                        .addArrayOfString(
                                column(results, result -> result.what().name()))
                        .addArrayOfString(
                                column(results, result -> result.expected().name()))
                        .addArrayOfString(
                                column(results, result -> result.outcome().name()))
                        .addString(lease.name())
                        .addLong(lease.fence())
                        .addLong(ProbeRules.BELIEVED_FOR.toMillis()))
                .replaceWithVoid();
    }

    /** What this version of Onstage tries; an older or newer one that runs beside may try more. */
    Uni<List<Known>> find(String apiKey) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(apiKey, ProbeRules.TO_MAKE_SURE.toMillis()))
                .map(rows -> {
                    List<Known> known = new ArrayList<>();
                    rows.forEach(row -> result(row)
                            .ifPresent(result -> known.add(new Known(
                                    result,
                                    row.getBoolean("confirmed"),
                                    Duration.ofSeconds(row.getLong("wrong_for_seconds"))))));
                    return known;
                });
    }

    private static Optional<Result> result(Row row) {
        return named(Prober.values(), row.getString("who"))
                .flatMap(who -> named(Attempt.values(), row.getString("what"))
                        .filter(what -> ProbeRules.attempts(who).contains(what))
                        .flatMap(what -> named(Outcome.values(), row.getString("outcome"))
                                .map(outcome -> new Result(who, what, outcome))));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Stream.of(values).filter(value -> value.name().equals(name)).findFirst();
    }

    private static String[] column(List<Result> results, Function<Result, String> value) {
        return results.stream().map(value).toArray(String[]::new);
    }
}
