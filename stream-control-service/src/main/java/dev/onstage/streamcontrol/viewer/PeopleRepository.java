package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.viewer.ChannelPerson.Told;
import dev.onstage.streamcontrol.viewer.ChannelStanding.Known;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where people stand, and what the provider has been told of it. */
@ApplicationScoped
class PeopleRepository {

    private static final String IN_FORCE = "lifted_at is null and (expires_at is null or expires_at > now())";

    private static final String FIND = """
            select account.name, account.avatar_url, account.removed_at is not null as removed,
                   channel.stream_call_id, channel.chat_channel_cid, channel.broadcaster_user_id,
                   exists (select from channel_members
                            where channel_id = $1 and account_id = $2) as crew,
                   exists (select from channel_invitations
                            where channel_id = $1 and account_id = $2 and ended_at is null) as invited,
                   exists (select from channel_invitations
                            where channel_id = $1 and account_id = $2) as was_invited,
                   exists (select from channel_bans
                            where channel_id = $1 and account_id = $2) as was_banned,
                   exists (select from channel_bans
                            where channel_id = $1 and account_id = $2 and source = 'ONSTAGE' and %1$s) as banned_by_us,
                   exists (select from channel_bans
                            where channel_id = $1 and account_id = $2 and %1$s) as banned_here,
                   exists (select from provider_bans
                            where account_id = $2 and %1$s) as banned_everywhere,
                   (select min(expires_at) from
                       (select expires_at from channel_bans where channel_id = $1 and account_id = $2 and %1$s
                         union all
                        select expires_at from provider_bans where account_id = $2 and %1$s) as bans) as changes_at,
                   told_role, told_ban, told_block, told_call, told_chat, next_at <= now() as owed
              from channel_config channel
              join accounts account on account.account_id = $2
              left join provider_people told on told.channel_id = $1 and told.account_id = $2
             where channel.channel_id = $1
            """.formatted(IN_FORCE);

    private static final String DUE = "next_at <= now() and (claimed_until is null or claimed_until <= now())";

    /** In doubt from here on, before anything is told; the claim carries whether it was so before. */
    private static final String CLAIM = """
            with due as (select channel_id, account_id, in_doubt from provider_people where %s)
            update provider_people told
               set claim = claim + 1, claimed_until = now() + $1 * interval '1 millisecond', in_doubt = true
              from due
             where told.channel_id = due.channel_id and told.account_id = due.account_id
            returning told.channel_id, told.account_id, told.version, told.claim, due.in_doubt as was_in_doubt
            """;

    private static final String CLAIM_DUE =
            CLAIM.formatted(DUE + " order by urgent desc, next_at limit $2 for update skip locked");

    private static final String CLAIM_ONE =
            CLAIM.formatted("channel_id = $2 and account_id = $3 and " + DUE + " for update");

    /** A change that came meanwhile stays to be told. */
    private static final String TOLD = """
            update provider_people
               set told_role = $4, told_ban = $5, told_block = $6, told_call = $7, told_chat = $8,
                   ban_told_at = case when $9 then now() else ban_told_at end,
                   next_at = case when version = $10 then $11::timestamptz else now() end,
                   owed_since = case when version = $10 then null else owed_since end,
                   urgent = urgent and version <> $10,
                   attempts = 0, last_error = null, claimed_until = null, in_doubt = false
             where channel_id = $1 and account_id = $2 and claim = $3
            """;

    /** What may still be under way keeps the claim until its end, so that it does not arrive behind what is told next. */
    private static final String FAILED = """
            update provider_people
               set attempts = attempts + 1, last_error = $4, claimed_until = case when $5 then claimed_until end,
                   next_at = now() + least(60, power(2, least(attempts, 6))) * interval '1 second'
             where channel_id = $1 and account_id = $2 and claim = $3
            """;

    private final Pool pool;

    PeopleRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * The right to tell the provider of a person, for a while.
     *
     * @param version of what is to be told at the least
     * @param number grows with each claim
     * @param inDoubt somebody told before and did not hear that all of it was taken
     */
    record Claim(String channelId, UUID accountId, long version, long number, boolean inDoubt) {}

    /** The person, or null when there is no such channel or account. */
    Uni<@Nullable ChannelPerson> find(String channelId, UUID accountId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(channelId, accountId))
                .map(rows -> rows.size() == 0
                        ? null
                        : toPerson(channelId, accountId, rows.iterator().next()));
    }

    /**
     * Claims people of whom something is owed: those who lose something first, then those who have waited longest. What they stand for
     * is read after that.
     */
    Uni<List<Claim>> claimDue(Duration time, int most) {
        return pool.preparedQuery(CLAIM_DUE)
                .execute(Tuple.of(time.toMillis(), most))
                .map(PeopleRepository::toClaims);
    }

    /** The same for one person; empty when nothing is owed or somebody else is telling. */
    Uni<List<Claim>> claim(Duration time, String channelId, UUID accountId) {
        return pool.preparedQuery(CLAIM_ONE)
                .execute(Tuple.of(time.toMillis(), channelId, accountId))
                .map(PeopleRepository::toClaims);
    }

    Uni<Void> told(Claim claim, ChannelPerson person, boolean banTold) {
        Known known = person.toldAfterwards();
        return pool.preparedQuery(TOLD)
                .execute(Tuple.from(new Object[] {
                    claim.channelId(),
                    claim.accountId(),
                    claim.number(),
                    known.role().name(),
                    known.ban(),
                    known.block(),
                    person.callCid(),
                    person.chatCid(),
                    banTold,
                    claim.version(),
                    utc(person.changesAt())
                }))
                .replaceWithVoid();
    }

    /**
     * @param underWay whether something that was sent may still be on its way
     */
    Uni<Void> failed(Claim claim, String why, boolean underWay) {
        return pool.preparedQuery(FAILED)
                .execute(Tuple.of(claim.channelId(), claim.accountId(), claim.number(), why, underWay))
                .replaceWithVoid();
    }

    private static ChannelPerson toPerson(String channelId, UUID accountId, Row row) {
        boolean invited = row.getBoolean("invited");
        return new ChannelPerson(
                channelId,
                accountId,
                row.getString("name"),
                row.getString("avatar_url"),
                row.getBoolean("removed"),
                row.getString("stream_call_id"),
                row.getString("chat_channel_cid"),
                row.getString("broadcaster_user_id"),
                new ChannelStanding(
                        row.getBoolean("crew"),
                        invited,
                        row.getBoolean("was_invited") && !invited,
                        row.getBoolean("banned_here"),
                        row.getBoolean("banned_everywhere")),
                row.getBoolean("was_banned"),
                row.getBoolean("banned_by_us"),
                instant(row.getOffsetDateTime("changes_at")),
                toTold(row));
    }

    private static Told toTold(Row row) {
        return new Told(
                new Known(
                        ChatRole.valueOf(Objects.requireNonNullElse(row.getString("told_role"), "NONE")),
                        Boolean.TRUE.equals(row.getBoolean("told_ban")),
                        Boolean.TRUE.equals(row.getBoolean("told_block"))),
                row.getString("told_call"),
                row.getString("told_chat"),
                Boolean.TRUE.equals(row.getBoolean("owed")));
    }

    private static List<Claim> toClaims(RowSet<Row> rows) {
        List<Claim> claims = new ArrayList<>();
        rows.forEach(row -> claims.add(new Claim(
                row.getString("channel_id"),
                row.getUUID("account_id"),
                row.getLong("version"),
                row.getLong("claim"),
                row.getBoolean("was_in_doubt"))));
        return claims;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
