package dev.onstage.streamcontrol.invite;

import dev.onstage.streamcontrol.invite.InviteResponse.Accepted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invites and who accepted them. */
@ApplicationScoped
class InviteRepository {

    private static final int LISTED = 200;
    private static final int LISTED_PEOPLE = 100;

    private static final String COLUMNS =
            "invite_id, channel_id, role, email, uses, max_uses, created_at, expires_at, revoked_at";

    private static final String INSERT = """
            insert into channel_invites
                   (invite_id, channel_id, role, code_hash, email, email_key, max_uses, created_by, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning %s
            """.formatted(COLUMNS);

    private static final String LIST = """
            select %s from channel_invites where channel_id = $1 order by invite_id desc limit %d
            """.formatted(COLUMNS, LISTED);

    private static final String LIST_PEOPLE = """
            select invite_id, account_id, name, accepted_at, ended_at
              from (select invite_id, account_id, accepted_at, ended_at,
                           row_number() over (partition by invite_id order by accepted_at desc, account_id) as place
                      from channel_invitations
                     where invite_id = any ($1)) as latest
              join accounts using (account_id)
             where place <= %d
             order by invite_id, place
            """.formatted(LISTED_PEOPLE);

    private static final String OPEN = "revoked_at is null and expires_at > now() and uses < max_uses";

    private static final String IS_USABLE = """
            select exists (select from channel_invites
                            where code_hash = $1 and %s and (email_key is null or email_key = $2))
            """.formatted(OPEN);

    /** Whoever accepts the same invite waits here for the one before. */
    private static final String LOCK = """
            select invite_id, channel_id, role, email_key, %s as open
              from channel_invites where code_hash = $1 for update
            """.formatted(OPEN);

    /** Kept from being removed meanwhile. */
    private static final String LOCK_ACCOUNT =
            "select email_key from accounts where account_id = $1 and removed_at is null for share";

    private static final String IS_BANNED = "select is_banned($1, $2)";

    private static final String ACCEPTED =
            "select ended_at is null as holds from channel_invitations where invite_id = $1 and account_id = $2";

    private static final String ROLE = "select role from channel_members where channel_id = $1 and account_id = $2";

    private static final String USE = "update channel_invites set uses = uses + 1 where invite_id = $1";

    private static final String ACCEPT =
            "insert into channel_invitations (invite_id, account_id, channel_id) values ($1, $2, $3)";

    private static final String MAKE_MODERATOR = """
            insert into channel_members (channel_id, account_id, role) values ($1, $2, 'moderator')
            on conflict (channel_id, account_id) do nothing
            """;

    private static final String FIND_FOR_UPDATE =
            "select role from channel_invites where channel_id = $1 and invite_id = $2 for update";

    private static final String REVOKE =
            "update channel_invites set revoked_at = now() where invite_id = $1 and revoked_at is null";

    private static final String END_OF_INVITE = """
            update channel_invitations set ended_at = now() where invite_id = $1 and ended_at is null
            returning account_id
            """;

    /** The role that came by an invite goes with it, unless it came by another as well. An invite of viewers gave none. */
    private static final String END_ROLES_OF_INVITE = """
            delete from channel_members member
             using channel_invitations ended join channel_invites invite using (invite_id)
             where ended.invite_id = $1 and invite.role = 'moderator' and member.channel_id = ended.channel_id
               and ended.account_id = any ($2) and member.account_id = ended.account_id and member.role = 'moderator'
               and not exists (select from channel_invitations other join channel_invites using (invite_id)
                                where other.account_id = ended.account_id and other.channel_id = ended.channel_id
                                  and other.ended_at is null and channel_invites.role = 'moderator')
            """;

    private static final String END_OF_PERSON = """
            update channel_invitations set ended_at = now()
             where channel_id = $1 and account_id = $2 and ended_at is null
            """;

    private static final String END_ROLE_OF_PERSON =
            "delete from channel_members where channel_id = $1 and account_id = $2 and role = 'moderator'";

    private final Pool pool;

    InviteRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * An invite that somebody presents the code of, locked.
     *
     * @param emailKey whose alone it is, null when it is anybody's
     * @param open whether it can be accepted
     */
    record Presented(
            UUID inviteId,
            String channelId,
            InvitedAs role,
            @Nullable String emailKey,
            boolean open) {

        boolean isFor(String otherEmailKey) {
            return open && (emailKey == null || emailKey.equals(otherEmailKey));
        }
    }

    Uni<Invite> insert(
            UUID inviteId,
            String channelId,
            InvitedAs role,
            InviteCode code,
            @Nullable String email,
            @Nullable String emailKey,
            int maxUses,
            UUID createdBy,
            Instant expiresAt) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    inviteId,
                    channelId,
                    role.stored(),
                    Buffer.buffer(code.hash()),
                    email,
                    emailKey,
                    maxUses,
                    createdBy,
                    expiresAt.atOffset(ZoneOffset.UTC)
                }))
                .map(rows -> toInvite(rows.iterator().next()));
    }

    Uni<List<Invite>> list(String channelId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(channelId)).map(rows -> {
            List<Invite> invites = new ArrayList<>();
            rows.forEach(row -> invites.add(toInvite(row)));
            return invites;
        });
    }

    /** Who accepted these invites, by invite, the latest first. */
    Uni<Map<UUID, List<Accepted>>> accepted(List<Invite> invites) {
        UUID[] ids = invites.stream().map(Invite::inviteId).toArray(UUID[]::new);
        return pool.preparedQuery(LIST_PEOPLE).execute(Tuple.of(ids)).map(InviteRepository::toAccepted);
    }

    /** Whether somebody with this address could accept. */
    Uni<Boolean> isUsable(InviteCode code, String emailKey) {
        return pool.preparedQuery(IS_USABLE)
                .execute(Tuple.of(Buffer.buffer(code.hash()), emailKey))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The address of an account that stays until the transaction ends; null when there is none. */
    Uni<@Nullable String> lockAccount(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(LOCK_ACCOUNT)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0));
    }

    /** The invite of the code, or null. */
    Uni<@Nullable Presented> lock(SqlClient tx, InviteCode code) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(Buffer.buffer(code.hash())))
                .map(rows ->
                        rows.size() == 0 ? null : toPresented(rows.iterator().next()));
    }

    /** Whether they are banned from the channel, or from everything. */
    Uni<Boolean> isBanned(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(IS_BANNED)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether what they accepted still holds; null when they have not accepted. */
    Uni<@Nullable Boolean> holds(SqlClient tx, UUID inviteId, UUID accountId) {
        return tx.preparedQuery(ACCEPTED)
                .execute(Tuple.of(inviteId, accountId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBoolean(0));
    }

    /** Their role on the channel, null without. */
    Uni<@Nullable String> role(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(ROLE)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0));
    }

    Uni<Void> accept(SqlClient tx, Presented invite, UUID accountId) {
        return tx.preparedQuery(USE)
                .execute(Tuple.of(invite.inviteId()))
                .chain(() ->
                        tx.preparedQuery(ACCEPT).execute(Tuple.of(invite.inviteId(), accountId, invite.channelId())))
                .chain(() -> invite.role() == InvitedAs.MODERATOR
                        ? tx.preparedQuery(MAKE_MODERATOR)
                                .execute(Tuple.of(invite.channelId(), accountId))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /** What the invite makes people, locked; null when the channel has no such invite. */
    Uni<@Nullable InvitedAs> findForUpdate(SqlClient tx, String channelId, UUID inviteId) {
        return tx.preparedQuery(FIND_FOR_UPDATE)
                .execute(Tuple.of(channelId, inviteId))
                .map(rows -> rows.size() == 0
                        ? null
                        : InvitedAs.parse(rows.iterator().next().getString(0)));
    }

    Uni<Void> revoke(SqlClient tx, UUID inviteId) {
        return tx.preparedQuery(REVOKE).execute(Tuple.of(inviteId)).replaceWithVoid();
    }

    /** Ends what people have by an invite at this moment; what they had by it before is not theirs by it any more. */
    Uni<Void> endOfInvite(SqlClient tx, UUID inviteId) {
        return tx.preparedQuery(END_OF_INVITE)
                .execute(Tuple.of(inviteId))
                .map(InviteRepository::toIds)
                .chain(ended -> tx.preparedQuery(END_ROLES_OF_INVITE).execute(Tuple.of(inviteId, ended)))
                .replaceWithVoid();
    }

    /** Whether there were invitations to end. */
    Uni<Boolean> endOfPerson(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(END_OF_PERSON)
                .execute(Tuple.of(channelId, accountId))
                .map(ended -> ended.rowCount() > 0);
    }

    /** Takes a moderator's role. Whether there was one. */
    Uni<Boolean> endRoleOfPerson(SqlClient tx, String channelId, UUID accountId) {
        return tx.preparedQuery(END_ROLE_OF_PERSON)
                .execute(Tuple.of(channelId, accountId))
                .map(roles -> roles.rowCount() > 0);
    }

    private static UUID[] toIds(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids.toArray(UUID[]::new);
    }

    private static Presented toPresented(Row row) {
        return new Presented(
                row.getUUID("invite_id"),
                row.getString("channel_id"),
                InvitedAs.parse(row.getString("role")),
                row.getString("email_key"),
                row.getBoolean("open"));
    }

    private static Map<UUID, List<Accepted>> toAccepted(RowSet<Row> rows) {
        Map<UUID, List<Accepted>> accepted = new HashMap<>();
        for (Row row : rows) {
            accepted.computeIfAbsent(row.getUUID("invite_id"), id -> new ArrayList<>())
                    .add(new Accepted(
                            row.getUUID("account_id"),
                            row.getString("name"),
                            row.getOffsetDateTime("accepted_at").toInstant(),
                            instant(row, "ended_at")));
        }
        return accepted;
    }

    private static Invite toInvite(Row row) {
        return new Invite(
                row.getUUID("invite_id"),
                row.getString("channel_id"),
                InvitedAs.parse(row.getString("role")),
                row.getString("email"),
                row.getInteger("uses"),
                row.getInteger("max_uses"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                instant(row, "revoked_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
