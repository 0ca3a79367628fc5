package dev.onstage.streamcontrol.apitoken;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** API tokens. */
@ApplicationScoped
class ApiTokenRepository {

    private static final String COLUMNS = """
            select api_token_id, api_tokens.name, scopes, channels, api_tokens.created_at, expires_at, last_used_at,
                   last_used_from, account_id, accounts.name as owner
              from api_tokens join accounts using (account_id)
            """;

    /** Two that are made at the same moment count each other. */
    private static final String LOCK_OWNER = "select 1 from accounts where account_id = $1 for no key update";

    private static final String COUNT =
            "select count(*) from api_tokens where account_id = $1 and revoked_at is null and expires_at > now()";

    private static final String INSERT = """
            insert into api_tokens (api_token_id, account_id, name, secret_hash, scopes, channels, expires_at)
            values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
            """;

    private static final String FIND = COLUMNS + " where api_token_id = $1";

    private static final String FIND_GOOD =
            COLUMNS + " where secret_hash = $1 and revoked_at is null and expires_at > now()";

    /**
     * Those that have expired stay for a week, so that their owner sees why a program stands still. Ids are UUIDv7: their order is
     * that of time.
     */
    private static final String LIST = COLUMNS + """
             where revoked_at is null and expires_at > now() - interval '7 days' and ($2 or account_id = $1)
               and ($3::uuid is null
                    or (account_id = $1, api_token_id)
                       < (select one.account_id = $1, one.api_token_id from api_tokens one where one.api_token_id = $3))
             order by account_id = $1 desc, api_token_id desc
             limit $4
            """;

    private static final String USED =
            "update api_tokens set last_used_at = now(), last_used_from = $2 where api_token_id = $1";

    private static final String REVOKE = """
            update api_tokens set revoked_at = coalesce(revoked_at, now())
             where api_token_id = $1 and ($2::uuid is null or account_id = $2)
            returning account_id
            """;

    private static final String REVOKED_LATELY =
            "select api_token_id from api_tokens where revoked_at > now() - $1 * interval '1 millisecond'";

    private static final String FORGET = """
            delete from api_tokens
             where api_token_id in (select api_token_id from api_tokens
                                     where least(expires_at, revoked_at) < now() - interval '30 days' limit $1)
            """;

    private final Pool pool;

    ApiTokenRepository(Pool pool) {
        this.pool = pool;
    }

    /** Until {@code tx} ends nobody else makes one for the account. */
    Uni<Void> lockOwner(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(LOCK_OWNER).execute(Tuple.of(accountId)).replaceWithVoid();
    }

    /** How many of the account are good. */
    Uni<Long> countGood(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Adds one. */
    Uni<Void> insert(
            SqlClient tx,
            UUID tokenId,
            UUID accountId,
            String name,
            ApiTokenSecret secret,
            List<String> scopes,
            @Nullable List<String> channels,
            Duration good) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(tokenId)
                        .addUUID(accountId)
                        .addString(name)
                        .addBuffer(Buffer.buffer(secret.hash()))
                        .addArrayOfString(scopes.toArray(String[]::new))
                        .addArrayOfString(channels == null ? null : channels.toArray(String[]::new))
                        .addLong(good.toSeconds()))
                .replaceWithVoid();
    }

    /** One by its id. */
    Uni<Optional<ApiToken>> find(UUID tokenId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(tokenId)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ApiToken::of)
                .findFirst());
    }

    /** The one with this secret, if it is good. */
    Uni<Optional<ApiToken>> findGood(ApiTokenSecret secret) {
        return pool.preparedQuery(FIND_GOOD)
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(secret.hash())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ApiToken::of)
                        .findFirst());
    }

    /**
     * Those of an account, the newest first.
     *
     * @param others whether everybody else's follow
     * @param after behind that one; null for the first
     */
    Uni<List<ApiToken>> list(UUID accountId, boolean others, @Nullable UUID after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addUUID(accountId)
                        .addBoolean(others)
                        .addUUID(after)
                        .addInteger(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ApiToken::of)
                        .toList());
    }

    /** Notes that one was exchanged. */
    Uni<Void> used(UUID tokenId, String source) {
        return pool.preparedQuery(USED).execute(Tuple.of(tokenId, source)).replaceWithVoid();
    }

    /**
     * Revokes one, in the caller's transaction; whose it is, or null when there is none.
     *
     * @param accountId whose it must be; null for anybody's
     */
    Uni<@Nullable UUID> revoke(SqlClient tx, UUID tokenId, @Nullable UUID accountId) {
        return tx.preparedQuery(REVOKE)
                .execute(Tuple.tuple().addUUID(tokenId).addUUID(accountId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID(0));
    }

    /** Those that were revoked within this time. */
    Uni<List<UUID>> revokedWithin(Duration memory) {
        return pool.preparedQuery(REVOKED_LATELY)
                .execute(Tuple.of(memory.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID(0))
                        .toList());
    }

    /** Removes what nobody can use any more, so many at most. */
    Uni<Integer> forget(int limit) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(limit)).map(rows -> rows.rowCount());
    }
}
