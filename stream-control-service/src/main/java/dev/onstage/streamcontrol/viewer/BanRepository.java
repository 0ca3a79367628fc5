package dev.onstage.streamcontrol.viewer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bans, those made here and those that the provider tells of. */
@ApplicationScoped
class BanRepository {

    private static final String COLUMNS = "account_id, name, source, reason, banned_at, expires_at";
    private static final String IN_FORCE = "lifted_at is null and (expires_at is null or expires_at > now())";

    private static final String LIST = """
            select %s from channel_bans join accounts using (account_id)
             where channel_id = $1 and %s order by banned_at desc, account_id limit 1000
            """.formatted(COLUMNS, IN_FORCE);

    private static final String FIND = """
            select %s from channel_bans join accounts using (account_id)
             where channel_id = $1 and account_id = $2
            """.formatted(COLUMNS);

    /** Kept from being removed, and from getting a role, meanwhile. */
    private static final String LOCK_CHANNEL = "select from channel_config where channel_id = $1 for no key update";

    private static final String LOCK_ACCOUNT = "select from accounts where account_id = $1 for no key update";

    /** Asked once the locks are there: the statement that waited for them would still see what was before. */
    private static final String SUBJECT = """
            select (select role from channel_members where channel_id = $1 and account_id = $2) as role
              from accounts
             where account_id = $2 and removed_at is null
               and exists (select from channel_config where channel_id = $1)
            """;

    private static final String TAKE_ROLE =
            "delete from channel_members where channel_id = $1 and account_id = $2 and role = 'moderator'";

    private static final String BAN = """
            insert into channel_bans (channel_id, account_id, source, reason, banned_by, banned_at, expires_at, owner_lifts)
            values ($1, $2, 'ONSTAGE', $3, $4, now(), now() + $5::int * interval '1 minute', $6)
            on conflict (channel_id, account_id) do update
               set source = 'ONSTAGE', reason = $3, banned_by = $4, banned_at = now(),
                   expires_at = excluded.expires_at, lifted_at = null, owner_lifts = excluded.owner_lifts
            """;

    private static final String LOCK_BAN = """
            select owner_lifts from channel_bans where channel_id = $1 and account_id = $2 and %s for update
            """.formatted(IN_FORCE);

    private static final String LIFT =
            "update channel_bans set lifted_at = now() where channel_id = $1 and account_id = $2";

    /**
     * Whether what the provider tells of a ban is news. It is not while the provider is owed something of that person, which it is
     * about to hear, nor if it is from the moments in which it was told of a ban: that is our own echo. What is missed by this is
     * found when the provider is asked.
     */
    private static final String NO_ECHO = """
            not exists (select from provider_people
                         where channel_id = $1 and account_id = $2
                           and (next_at <= now() or in_doubt or ban_told_at + interval '3 seconds' >= $3))
            """;

    /**
     * Whether it is news that the list of the provider has a ban. Only our own clock is asked, for how long ago the provider was told
     * of a ban before it was asked: the time of the ban itself comes from another clock, which may be behind.
     */
    private static final String NOT_OURS = """
            not exists (select from provider_people
                         where channel_id = $1 and account_id = $2
                           and (next_at <= now() or in_doubt
                                or ban_told_at >= $5::timestamptz - interval '5 seconds'))
            """;

    private static final String BAN_OF_PROVIDER = """
            insert into channel_bans (channel_id, account_id, source, banned_at, expires_at, owner_lifts)
            select $1, account_id, 'PROVIDER', $3::timestamptz, $4::timestamptz,
                   exists (select from channel_members where channel_id = $1 and account_id = $2)
              from accounts
             where account_id = $2 and removed_at is null and %s
               and not exists (select from channel_config where channel_id = $1 and broadcaster_account_id = $2)
            on conflict (channel_id, account_id) do update
               set source = 'PROVIDER', reason = null, banned_by = null, banned_at = $3, expires_at = $4, lifted_at = null,
                   owner_lifts = excluded.owner_lifts or (channel_bans.owner_lifts and channel_bans.lifted_at is null)
             where %s
                or (channel_bans.lifted_at is null and channel_bans.source = 'PROVIDER' and channel_bans.banned_at < $3
                    and channel_bans.expires_at is distinct from $4)
            """;

    private static final String PROVIDER_BANNED = BAN_OF_PROVIDER.formatted(NO_ECHO, """
            (channel_bans.lifted_at is not null and channel_bans.lifted_at < $3)
                or (channel_bans.lifted_at is null and channel_bans.expires_at <= now() and channel_bans.banned_at < $3)
            """);

    private static final String PROVIDER_LISTS = BAN_OF_PROVIDER.formatted(NOT_OURS, """
            channel_bans.lifted_at < $5::timestamptz - interval '5 seconds'
                or (channel_bans.lifted_at is null and channel_bans.expires_at <= now()
                    and channel_bans.expires_at is distinct from $4)
            """);

    /** The provider has that ban already, and must not be told of one without an end. */
    private static final String PROVIDER_HAS_IT = """
            update provider_people set told_ban = $3, told_chat = $4
             where channel_id = $1 and account_id = $2 and (told_chat is null or told_chat = $4)
            """;

    /** One that comes before its ban is remembered: then the ban is old. */
    private static final String PROVIDER_UNBANNED = """
            insert into channel_bans (channel_id, account_id, source, banned_at, lifted_at)
            select $1, account_id, 'PROVIDER', $3::timestamptz, $3::timestamptz
              from accounts where account_id = $2 and removed_at is null and %s
            on conflict (channel_id, account_id) do update
               set lifted_at = $3
             where channel_bans.source = 'PROVIDER' and channel_bans.lifted_at is null and channel_bans.banned_at <= $3
            """.formatted(NO_ECHO);

    private static final String BAN_EVERYWHERE = """
            insert into provider_bans (account_id, banned_at, expires_at)
            select account_id, $2::timestamptz, $3::timestamptz
              from accounts where account_id = $1 and removed_at is null
            on conflict (account_id) do update set banned_at = $2, expires_at = $3, lifted_at = null
             where provider_bans.lifted_at < %s
                or (provider_bans.lifted_at is null and provider_bans.banned_at < $2
                    and provider_bans.expires_at is distinct from $3)
            """;

    private static final String BANNED_EVERYWHERE = BAN_EVERYWHERE.formatted("$2");

    private static final String LISTED_EVERYWHERE = BAN_EVERYWHERE.formatted("$4::timestamptz - interval '5 seconds'");

    private static final String UNBANNED_EVERYWHERE = """
            insert into provider_bans (account_id, banned_at, lifted_at)
            select account_id, $2::timestamptz, $2::timestamptz
              from accounts where account_id = $1 and removed_at is null
            on conflict (account_id) do update set lifted_at = $2
             where provider_bans.lifted_at is null and provider_bans.banned_at <= $2
            """;

    private static final String CHANNEL_OF = "select channel_id from channel_config where chat_channel_cid = $1";

    private static final String ASKED_OF = """
            select channel_id, chat_channel_cid
              from channel_config join broadcasts using (channel_id)
             where chat_channel_cid is not null and ($1 or state in ('LIVE', 'ENDING'))
             order by channel_id
            """;

    /** Bans of the provider that its list does not have, made long enough before it was asked. */
    private static final String MISSING = """
             where channel_id = $1 and %s
               and banned_at < $3::timestamptz - interval '5 seconds' and account_id <> all ($2)
            """.formatted(IN_FORCE);

    private static final String FORGET_FOUND = """
            delete from missing_bans missing
             where channel_id = $1
               and (account_id = any ($2)
                    or not exists (select from bans_of_provider ban
                                    where ban.channel_id = missing.channel_id and ban.account_id = missing.account_id
                                      and %s))
            """.formatted(IN_FORCE);

    /** Those that were missing the last time as well. */
    private static final String GONE = """
            select account_id from bans_of_provider join missing_bans using (channel_id, account_id) %s
               and missed_at < $3::timestamptz and missed_at > banned_at
            """.formatted(MISSING);

    private static final String MISS = """
            insert into missing_bans (channel_id, account_id, missed_at)
            select channel_id, account_id, $3::timestamptz from bans_of_provider %s
            on conflict (channel_id, account_id) do nothing
            """.formatted(MISSING);

    /** Bans of ours that the provider was told of and does not have: it is told again. */
    private static final String TELL_AGAIN = """
            update provider_people told
               set told_ban = false, version = version + 1, next_at = now(), urgent = true,
                   owed_since = coalesce(owed_since, now())
              from channel_bans ban
             where told.channel_id = $1 and ban.channel_id = $1 and ban.account_id = told.account_id
               and ban.source = 'ONSTAGE' and %s
               and told_ban and ban_told_at < $3::timestamptz - interval '5 seconds' and ban.account_id <> all ($2)
            """.formatted(IN_FORCE);

    /** What stands for a channel with bans from the whole app. */
    private static final String EVERYWHERE = "";

    private final Pool pool;

    BanRepository(Pool pool) {
        this.pool = pool;
    }

    /** Whom a ban is about; {@code role} on the channel, null without. */
    record Subject(@Nullable String role) {}

    /** A channel whose bans the provider is asked for. */
    record Asked(String channelId, String chatCid) {}

    Uni<List<Ban>> list(String channelId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(channelId)).map(rows -> {
            List<Ban> bans = new ArrayList<>();
            rows.forEach(row -> bans.add(toBan(row)));
            return bans;
        });
    }

    Uni<Ban> find(String channelId, UUID accountId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> toBan(rows.iterator().next()));
    }

    /** The person, or null when there is no such account or channel. */
    Uni<@Nullable Subject> lockSubject(SqlClient tx, String channelId, UUID accountId) {
        return lock(tx, channelId, accountId)
                .chain(() -> tx.preparedQuery(SUBJECT).execute(Tuple.of(channelId, accountId)))
                .map(rows -> rows.size() == 0
                        ? null
                        : new Subject(rows.iterator().next().getString("role")));
    }

    /** The channel before the account, as by whoever gives roles. */
    private static Uni<Void> lock(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(LOCK_CHANNEL)
                .execute(Tuple.of(channelId))
                .chain(() -> tx.preparedQuery(LOCK_ACCOUNT).execute(Tuple.of(accountId)))
                .replaceWithVoid();
    }

    Uni<Void> takeRole(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(TAKE_ROLE)
                .execute(Tuple.of(channelId, accountId))
                .replaceWithVoid();
    }

    /**
     * Bans somebody, or changes their ban.
     *
     * @param ownerLifts whether no moderator may lift it
     */
    Uni<Void> ban(
            SqlClient tx,
            String channelId,
            UUID accountId,
            @Nullable String reason,
            @Nullable Integer minutes,
            UUID by,
            boolean ownerLifts) {
        return tx.preparedQuery(BAN)
                .execute(Tuple.of(channelId, accountId, reason, by, minutes, ownerLifts))
                .replaceWithVoid();
    }

    /** Whether no moderator may lift the ban in force, which is locked; null when there is none. */
    Uni<@Nullable Boolean> lockBan(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(LOCK_BAN)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBoolean(0));
    }

    Uni<Void> lift(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(LIFT).execute(Tuple.of(channelId, accountId)).replaceWithVoid();
    }

    /** The channel of a chat, or null. */
    Uni<@Nullable String> channelOf(String chatCid) {
        return pool.preparedQuery(CHANNEL_OF)
                .execute(Tuple.of(chatCid))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0));
    }

    /** Takes in that the provider tells of a ban from a chat, which takes their role as well. Whether that was news. */
    Uni<Boolean> banned(Asked channel, UUID accountId, Instant bannedAt, @Nullable Instant expiresAt) {
        return banned(
                channel,
                accountId,
                PROVIDER_BANNED,
                Tuple.of(channel.channelId(), accountId, utc(bannedAt), utc(expiresAt)));
    }

    /** Takes in that the provider, which was asked at that moment, has a ban. Whether that was news. */
    Uni<Boolean> listed(Asked channel, UUID accountId, Instant bannedAt, @Nullable Instant expiresAt, Instant askedAt) {
        return banned(
                channel,
                accountId,
                PROVIDER_LISTS,
                Tuple.of(channel.channelId(), accountId, utc(bannedAt), utc(expiresAt), utc(askedAt)));
    }

    private Uni<Boolean> banned(Asked channel, UUID accountId, String statement, Tuple ban) {
        return pool.withTransaction(tx -> lock(tx, channel.channelId(), accountId)
                .chain(() -> tx.preparedQuery(statement).execute(ban))
                .map(rows -> rows.rowCount() == 1)
                .call(news -> news
                        ? takeRole(tx, channel.channelId(), accountId)
                        : Uni.createFrom().voidItem())
                .chain(news -> settled(tx, channel, accountId, true, news)));
    }

    /** Takes in that the provider has lifted a ban from a chat. Whether that was news. */
    Uni<Boolean> unbanned(Asked channel, UUID accountId, Instant unbannedAt) {
        return pool.withTransaction(tx -> tx.preparedQuery(PROVIDER_UNBANNED)
                .execute(Tuple.of(channel.channelId(), accountId, utc(unbannedAt)))
                .chain(rows -> settled(tx, channel, accountId, false, rows.rowCount() == 1)));
    }

    private static Uni<Boolean> settled(SqlClient tx, Asked channel, UUID accountId, boolean banned, boolean news) {
        return news
                ? tx.preparedQuery(PROVIDER_HAS_IT)
                        .execute(Tuple.of(channel.channelId(), accountId, banned, channel.chatCid()))
                        .replaceWith(true)
                : Uni.createFrom().item(false);
    }

    /** Takes in that the provider has banned somebody from everything. Whether that was news. */
    Uni<Boolean> bannedEverywhere(UUID accountId, Instant bannedAt, @Nullable Instant expiresAt) {
        return pool.preparedQuery(BANNED_EVERYWHERE)
                .execute(Tuple.of(accountId, utc(bannedAt), utc(expiresAt)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Takes in that the provider, which was asked at that moment, has such a ban. Whether that was news. */
    Uni<Boolean> listedEverywhere(UUID accountId, Instant bannedAt, @Nullable Instant expiresAt, Instant askedAt) {
        return pool.preparedQuery(LISTED_EVERYWHERE)
                .execute(Tuple.of(accountId, utc(bannedAt), utc(expiresAt), utc(askedAt)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Takes in that this was lifted. Whether that was news. */
    Uni<Boolean> unbannedEverywhere(UUID accountId, Instant unbannedAt) {
        return pool.preparedQuery(UNBANNED_EVERYWHERE)
                .execute(Tuple.of(accountId, utc(unbannedAt)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Channels that have a chat: those that are live, or all. */
    Uni<List<Asked>> channels(boolean all) {
        return pool.preparedQuery(ASKED_OF).execute(Tuple.of(all)).map(rows -> {
            List<Asked> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Asked(row.getString(0), row.getString(1))));
            return found;
        });
    }

    /**
     * Whose ban from a chat is gone from the provider: its list, which has {@code accounts}, is without them for the second time in a
     * row. Remembers who is missing for the first time.
     */
    Uni<List<UUID>> gone(String channelId, UUID[] accounts, Instant askedAt) {
        Tuple asked = Tuple.of(channelId, accounts, utc(askedAt));
        return pool.preparedQuery(FORGET_FOUND)
                .execute(Tuple.of(channelId, accounts))
                .chain(() -> pool.preparedQuery(GONE).execute(asked))
                .map(BanRepository::toIds)
                .call(() -> pool.preparedQuery(MISS).execute(asked));
    }

    /** The same of those who were banned from everything. */
    Uni<List<UUID>> goneEverywhere(UUID[] accounts, Instant askedAt) {
        return gone(EVERYWHERE, accounts, askedAt);
    }

    /** Has our own bans told again that the provider, which has banned {@code accounts}, does not have. */
    Uni<Void> tellAgain(String channelId, UUID[] accounts, Instant askedAt) {
        return pool.preparedQuery(TELL_AGAIN)
                .execute(Tuple.of(channelId, accounts, utc(askedAt)))
                .replaceWithVoid();
    }

    private static List<UUID> toIds(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    private static Ban toBan(Row row) {
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new Ban(
                row.getUUID("account_id"),
                row.getString("name"),
                row.getString("source"),
                row.getString("reason"),
                row.getOffsetDateTime("banned_at").toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
