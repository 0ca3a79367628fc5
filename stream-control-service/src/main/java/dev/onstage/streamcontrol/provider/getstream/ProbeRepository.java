package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Outcome;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Result;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The last outcome of each attempt, per app. One that is not known leaves what was known before. */
@ApplicationScoped
class ProbeRepository {

    private static final String SAVE = """
            insert into provider_probes (api_key, who, what, expected, outcome, tried_at)
            select $1, who, what, expected, outcome, clock_timestamp()
              from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as tried (who, what, expected, outcome)
             where exists (select 1 from leases where name = $6 and token = $7 and held_until > clock_timestamp())
            on conflict (api_key, who, what) do update
               set expected = excluded.expected, outcome = excluded.outcome, tried_at = excluded.tried_at
             where excluded.outcome <> 'NOT_KNOWN'
            """;

    private static final String FIND =
            "select who, what, outcome from provider_probes where api_key = $1 order by who, what";

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
                        .addLong(lease.fence()))
                .replaceWithVoid();
    }

    Uni<List<Result>> find(String apiKey) {
        return pool.preparedQuery(FIND).execute(Tuple.of(apiKey)).map(rows -> {
            List<Result> results = new ArrayList<>();
            rows.forEach(row -> results.add(new Result(
                    Prober.valueOf(row.getString("who")),
                    Attempt.valueOf(row.getString("what")),
                    Outcome.valueOf(row.getString("outcome")))));
            return results;
        });
    }

    private static String[] column(List<Result> results, Function<Result, String> value) {
        return results.stream().map(value).toArray(String[]::new);
    }
}
