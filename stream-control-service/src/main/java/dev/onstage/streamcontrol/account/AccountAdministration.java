package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.AccountPage.ListedAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queries behind the list of accounts and what operators do with it. */
@ApplicationScoped
class AccountAdministration {

    private static final int PAGE = 200;

    private static final String LIST = """
            select account_id, email, name, operator, created_at,
                   (select json_object_agg(channel_id, role) from channel_members
                     where channel_members.account_id = accounts.account_id) as channels
              from accounts
             where removed_at is null and ($1::uuid is null or account_id > $1)
             order by account_id
             limit $2
            """;

    /** All operators are locked as well, in the same order by everybody: two of them cannot unmake each other. */
    private static final String LOCK = """
            select account_id, operator from accounts
             where removed_at is null and (operator or account_id = $1)
             order by account_id
               for update
            """;

    private static final String OWNED =
            "select channel_id from channel_config where broadcaster_account_id = $1 order by channel_id";

    private static final String SET_OPERATOR = "update accounts set operator = $2 where account_id = $1";

    private static final String DELETE_PASSKEYS = "delete from passkeys where account_id = $1";

    private static final String DELETE_ROLES = "delete from channel_members where account_id = $1";

    private static final String END_INVITATIONS =
            "update channel_invitations set ended_at = now() where account_id = $1 and ended_at is null";

    /** Roles count as lost even if there were none: streams of events ask for that too. */
    private static final String REMOVE = """
            update accounts
               set removed_at = now(), operator = false, email = '', email_key = 'removed:' || account_id,
                   name = 'Removed account', password_hash = '', avatar_url = null,
                   roles_version = roles_version + 1, roles_changed_at = now()
             where account_id = $1
            """;

    private static final String CHANGE = """
            update accounts set name = coalesce($2, name), avatar_url = nullif(coalesce($3, avatar_url), '')
             where account_id = $1 and removed_at is null
            returning name, avatar_url
            """;

    private final Pool pool;

    AccountAdministration(Pool pool) {
        this.pool = pool;
    }

    /**
     * An account that is locked until the transaction ends.
     *
     * @param channels whose broadcaster it is
     */
    record Held(boolean exists, boolean lastOperator, List<String> channels) {}

    Uni<AccountPage> page(@Nullable UUID after) {
        return pool.preparedQuery(LIST).execute(Tuple.of(after, PAGE + 1)).map(AccountAdministration::toPage);
    }

    Uni<Held> lock(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(accountId)).chain(locked -> tx.preparedQuery(OWNED)
                .execute(Tuple.of(accountId))
                .map(owned -> toHeld(accountId, locked, owned)));
    }

    Uni<Void> setOperator(SqlClient tx, UUID accountId, boolean operator) {
        return tx.preparedQuery(SET_OPERATOR)
                .execute(Tuple.of(accountId, operator))
                .replaceWithVoid();
    }

    /** Its login sessions and API tokens are ended by whoever calls this. */
    Uni<Void> remove(SqlClient tx, UUID accountId) {
        Tuple account = Tuple.of(accountId);
        return tx.preparedQuery(REMOVE)
                .execute(account)
                .chain(() -> tx.preparedQuery(DELETE_ROLES).execute(account))
                .chain(() -> tx.preparedQuery(END_INVITATIONS).execute(account))
                .chain(() -> tx.preparedQuery(DELETE_PASSKEYS).execute(account))
                .replaceWithVoid();
    }

    Uni<Profile> change(UUID accountId, @Nullable String name, @Nullable String avatarUrl) {
        return pool.preparedQuery(CHANGE)
                .execute(Tuple.of(accountId, name, avatarUrl))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Profile(row.getString("name"), row.getString("avatar_url"));
                });
    }

    private static Held toHeld(UUID accountId, RowSet<Row> locked, RowSet<Row> owned) {
        boolean exists = false;
        boolean operator = false;
        int operators = 0;
        for (Row row : locked) {
            boolean itself = row.getUUID("account_id").equals(accountId);
            exists |= itself;
            operator |= itself && row.getBoolean("operator");
            operators += row.getBoolean("operator") ? 1 : 0;
        }
        List<String> channels = new ArrayList<>();
        owned.forEach(row -> channels.add(row.getString(0)));
        return new Held(exists, operator && operators == 1, channels);
    }

    private static AccountPage toPage(RowSet<Row> rows) {
        List<ListedAccount> listed = new ArrayList<>();
        for (Row row : rows) {
            if (listed.size() == PAGE) {
                return new AccountPage(listed, listed.get(PAGE - 1).accountId());
            }
            listed.add(new ListedAccount(
                    row.getUUID("account_id"),
                    row.getString("email"),
                    row.getString("name"),
                    row.getBoolean("operator"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    toRoles(row.getJsonObject("channels"))));
        }
        return new AccountPage(listed, null);
    }

    private static Map<String, String> toRoles(@Nullable JsonObject roles) {
        return Objects.requireNonNullElseGet(roles, JsonObject::new).getMap().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> String.valueOf(entry.getValue()), (a, b) -> a, TreeMap::new));
    }
}
