package dev.onstage.streamcontrol.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Login sessions. */
@ApplicationScoped
class LoginSessionRepository {

    private static final String SELECT = "select " + LoginSession.COLUMNS + " from login_sessions where ";

    private static final String INSERT = """
            insert into login_sessions (login_session_id, account_id, refresh_key, generation, replaced_at, source, device,
                                        signed_in_by, created_at, last_used_at, expires_at, ends_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """;

    private static final String UPDATE = """
            update login_sessions
               set generation = $2, replaced_at = $3, last_used_at = $4, expires_at = $5, revoked_at = $6, revoked_reason = $7
             where login_session_id = $1
            """;

    /** Somebody may sign in all the time and never sign out: whoever looks sees the latest. */
    private static final String OPEN_OF = SELECT + """
            account_id = $1 and revoked_at is null and expires_at > now() and ends_at > now()
             order by coalesce(last_used_at, created_at) desc, login_session_id
            """;

    private static final String END_API_TOKENS = """
            update api_tokens set revoked_at = now()
             where account_id = $1 and revoked_at is null and expires_at > now()
            returning api_token_id
            """;

    private final Pool pool;

    LoginSessionRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> insert(SqlClient client, LoginSession session) {
        SignInWay way = session.way();
        return client.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(session.loginSessionId())
                        .addUUID(session.accountId())
                        .addString(session.refreshKey())
                        .addInteger(session.generation())
                        .addString(session.replacedAt())
                        .addString(session.source())
                        .addString(session.device())
                        .addString(way == null ? null : way.name())
                        .addOffsetDateTime(session.createdAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(session.lastUsedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(session.expiresAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(session.endsAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The session, locked until the transaction ends, or null. */
    Uni<@Nullable LoginSession> findForUpdate(SqlClient tx, UUID loginSessionId) {
        return tx.preparedQuery(SELECT + "login_session_id = $1 for update")
                .execute(Tuple.of(loginSessionId))
                .map(rows -> rows.size() == 0
                        ? null
                        : LoginSession.of(rows.iterator().next()));
    }

    /** Writes what has become of it. */
    Uni<Void> update(SqlClient tx, LoginSession session) {
        Instant revokedAt = session.revokedAt();
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.tuple()
                        .addUUID(session.loginSessionId())
                        .addInteger(session.generation())
                        .addString(session.replacedAt())
                        .addOffsetDateTime(session.lastUsedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(session.expiresAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(revokedAt == null ? null : revokedAt.atOffset(ZoneOffset.UTC))
                        .addString(session.revokedReason()))
                .replaceWithVoid();
    }

    /** Those of an account that are not over, the one used last first, at most so many. */
    Uni<List<LoginSession>> findOpen(UUID accountId, int atMost) {
        return pool.preparedQuery(OPEN_OF + " limit $2")
                .execute(Tuple.of(accountId, atMost))
                .map(LoginSessionRepository::all);
    }

    /** Those of an account that are not over, locked until the transaction ends. */
    Uni<List<LoginSession>> findOpenForUpdate(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(OPEN_OF + " for update")
                .execute(Tuple.of(accountId))
                .map(LoginSessionRepository::all);
    }

    /** Ends the API tokens of an account that are good; their ids, which stand in the place of a session's. */
    Uni<List<UUID>> endApiTokens(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(END_API_TOKENS).execute(Tuple.of(accountId)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .toList());
    }

    /** Sessions that were ended after this instant, the latest first. */
    Uni<List<LoginSession>> findRevokedAfter(Instant instant) {
        return pool.preparedQuery(SELECT + "revoked_at > $1 order by revoked_at desc")
                .execute(Tuple.of(instant.atOffset(ZoneOffset.UTC)))
                .map(LoginSessionRepository::all);
    }

    /** Removes what expired before. */
    Uni<Void> deleteExpired(Instant before) {
        return pool.preparedQuery("delete from login_sessions where expires_at < $1")
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static List<LoginSession> all(RowSet<Row> rows) {
        List<LoginSession> sessions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            sessions.add(LoginSession.of(row));
        }
        return List.copyOf(sessions);
    }
}
