package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The id of Onstage's own hook, per app. */
@ApplicationScoped
class HookRepository {

    private static final String SAVE = """
            insert into provider_hooks (api_key, hook_id)
            select $1, $2 where exists (
                select 1 from leases where name = $3 and token = $4 and held_until > clock_timestamp())
            on conflict (api_key) do update set hook_id = excluded.hook_id, updated_at = now()
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
}
