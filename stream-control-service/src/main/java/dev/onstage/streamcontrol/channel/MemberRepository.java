package dev.onstage.streamcontrol.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The roles of a channel. What loses one counts as a loss for the account; the database sees to that. */
@ApplicationScoped
class MemberRepository {

    private static final String LIST = """
            select account_id, name, role from channel_members join accounts using (account_id)
             where channel_id = $1 order by role, account_id
            """;

    private static final String FIND = """
            select account.account_id, account.name, member.role
              from accounts account
              left join channel_members member on member.account_id = account.account_id and member.channel_id = $1
             where account.account_id = $2 and account.removed_at is null
               and exists (select from channel_config where channel_id = $1)
            """;

    /** Who is broadcaster is decided by one at a time, and nobody is removed meanwhile. */
    private static final String LOCK_CHANNEL = "select from channel_config where channel_id = $1 for no key update";

    /** The broadcaster's as well, who may lose the role, in the same order by everybody: nobody waits for each other. */
    private static final String LOCK_ACCOUNTS = """
            select from accounts
             where account_id = $2
                or account_id = (select broadcaster_account_id from channel_config where channel_id = $1)
             order by account_id
               for no key update
            """;

    private static final String IS_BANNED = "select is_banned($1, $2)";

    private static final String INSERT_MODERATOR = """
            insert into channel_members (channel_id, account_id, role) values ($1, $2, 'moderator')
            on conflict (channel_id, account_id) do nothing
            """;

    private static final String DEMOTE =
            "update channel_members set role = 'moderator' where channel_id = $1 and role = 'broadcaster'";

    private static final String PROMOTE = """
            insert into channel_members (channel_id, account_id, role) values ($1, $2, 'broadcaster')
            on conflict (channel_id, account_id) do update set role = 'broadcaster'
            """;

    private static final String OWN = """
            update channel_config set broadcaster_account_id = account_id, broadcaster_name = name
              from accounts where channel_id = $1 and account_id = $2
            """;

    private static final String DELETE = "delete from channel_members where channel_id = $1 and account_id = $2";

    private final Pool pool;

    MemberRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Member>> list(String channelId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(channelId)).map(MemberRepository::toMembers);
    }

    /** The person, with or without a role; null when there is no such account or channel. */
    Uni<@Nullable Member> find(String channelId, UUID accountId) {
        return find(pool, channelId, accountId);
    }

    /** The same, kept as it is until the transaction ends. */
    Uni<@Nullable Member> findLocked(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(LOCK_CHANNEL)
                .execute(Tuple.of(channelId))
                .chain(() -> tx.preparedQuery(LOCK_ACCOUNTS).execute(Tuple.of(channelId, accountId)))
                .chain(() -> find(tx, channelId, accountId));
    }

    /** Whether they are banned from the channel, or from everything. */
    Uni<Boolean> isBanned(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(IS_BANNED)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Void> insertModerator(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(INSERT_MODERATOR)
                .execute(Tuple.of(channelId, accountId))
                .replaceWithVoid();
    }

    Uni<Void> demoteBroadcaster(SqlClient tx, String channelId) {
        return tx.preparedQuery(DEMOTE).execute(Tuple.of(channelId)).replaceWithVoid();
    }

    Uni<Void> setBroadcaster(SqlClient tx, String channelId, UUID accountId) {
        Tuple person = Tuple.of(channelId, accountId);
        return tx.preparedQuery(PROMOTE)
                .execute(person)
                .chain(() -> tx.preparedQuery(OWN).execute(person))
                .replaceWithVoid();
    }

    Uni<Void> delete(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(DELETE).execute(Tuple.of(channelId, accountId)).replaceWithVoid();
    }

    private static Uni<@Nullable Member> find(SqlClient client, String channelId, UUID accountId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> toMembers(rows).stream().findFirst().orElse(null));
    }

    private static List<Member> toMembers(RowSet<Row> rows) {
        List<Member> members = new ArrayList<>();
        rows.forEach(row ->
                members.add(new Member(row.getUUID("account_id"), row.getString("name"), row.getString("role"))));
        return members;
    }
}
