package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.LoginRecords;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.access.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The logins as they are stored here, those of API tokens too, for the time that Redis is away. */
@ApplicationScoped
class StoredLogins implements LoginRecords {

    private static final String LOOK = """
            select ended or removed_at is not null as ended, roles_version
              from (select account_id, revoked_at is not null or least(expires_at, ends_at) <= now() as ended
                      from login_sessions where login_session_id = $1
                    union all
                    select account_id, revoked_at is not null or expires_at <= now()
                      from api_tokens where api_token_id = $1) as login
              join accounts using (account_id)
            """;

    private final Pool pool;

    StoredLogins(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Standing> standing(SignedIn person) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(UUID.fromString(person.loginSession())))
                .map(rows -> standing(person, rows));
    }

    private static Standing standing(SignedIn person, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Standing.ENDED;
        }
        Row row = rows.iterator().next();
        if (row.getBoolean("ended")) {
            return Standing.ENDED;
        }
        return row.getLong("roles_version") > person.rolesVersion() ? Standing.ROLES_CHANGED : Standing.HOLDS;
    }
}
