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

/** The id of Onstage's own hook, per app, and what came of the last look at its registration. */
@ApplicationScoped
class HookRepository {

    private static final String SAVE = """
            insert into provider_hooks (api_key, hook_id)
            select $1, $2 where exists (
                select 1 from leases where name = $3 and token = $4 and held_until > clock_timestamp())
            on conflict (api_key) do update set hook_id = excluded.hook_id, updated_at = now()
            """;

    private static final String LAST_CHECK = """
            select webhook_url, next_check_at <= clock_timestamp() as due,
                   checked_at > clock_timestamp() - interval '1 minute' as recent, warnings
              from provider_webhook_checks where api_key = $1
            """;

    private static final String SAVE_CHECK = """
            insert into provider_webhook_checks (api_key, webhook_url, checked_at, next_check_at, warnings)
            select $1, $2, clock_timestamp(), clock_timestamp() + $3 * interval '1 millisecond', $4::jsonb where exists (
                select 1 from leases where name = $5 and token = $6 and held_until > clock_timestamp())
            on conflict (api_key) do update set webhook_url = excluded.webhook_url, checked_at = excluded.checked_at,
                next_check_at = excluded.next_check_at, warnings = excluded.warnings
            """;

    private final Pool pool;

    HookRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<String>> find(String apiKey) {
        return pool.preparedQuery("select hook_id from provider_hooks where api_key = $1")
                .execute(Tuple.of(apiKey))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** Does nothing when the lease is over. */
    Uni<Void> save(String apiKey, String hookId, LeaseToken lease) {
        return pool.preparedQuery(SAVE)
                .execute(Tuple.of(apiKey, hookId, lease.name(), lease.fence()))
                .replaceWithVoid();
    }

    /** Empty before the first one. */
    Uni<Optional<WebhookCheck>> lastCheck(String apiKey) {
        return pool.preparedQuery(LAST_CHECK)
                .execute(Tuple.of(apiKey))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(check(rows.iterator().next())));
    }

    /**
     * Does nothing when the lease is over.
     *
     * @param nextIn when to look again
     */
    Uni<Void> saveCheck(String apiKey, String url, List<ProviderWarning> warnings, Duration nextIn, LeaseToken lease) {
        return pool.preparedQuery(SAVE_CHECK)
                .execute(Tuple.of(apiKey, url, nextIn.toMillis(), encode(warnings), lease.name(), lease.fence()))
                .replaceWithVoid();
    }

    private static WebhookCheck check(Row row) {
        return new WebhookCheck(
                row.getString("webhook_url"),
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
