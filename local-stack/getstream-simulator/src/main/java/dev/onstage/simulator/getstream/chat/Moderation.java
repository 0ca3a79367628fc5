package dev.onstage.simulator.getstream.chat;

import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bans and their ends, each reported. */
final class Moderation {

    private final Channels channels;
    private final Bans bans;
    private final Users users;
    private final ChatEvents events;
    private final SimulatorClock clock;

    Moderation(Channels channels, Bans bans, Users users, ChatEvents events, SimulatorClock clock) {
        this.channels = channels;
        this.bans = bans;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Bans a user, who must exist.
     *
     * @param cid the channel, null for the whole app
     * @param byUserId who bans, null for GetStream's dashboard
     * @param minutes how long, null for ever
     */
    void ban(
            String userId,
            @Nullable String cid,
            @Nullable String byUserId,
            @Nullable String reason,
            boolean shadow,
            @Nullable Integer minutes) {
        if (minutes != null && minutes < 1) {
            throw ApiError.invalid("timeout", "must be at least one minute");
        }
        users.require(userId);
        if (cid != null) {
            channels.require(cid);
        }
        Instant now = clock.now();
        Instant expires = minutes == null ? null : now.plus(Duration.ofMinutes(minutes));
        Bans.Ban ban = new Bans.Ban(userId, cid, byUserId, reason, shadow, expires, now);
        bans.add(ban);
        int total = (int)
                bans.all().stream().filter(each -> each.userId().equals(userId)).count();
        events.banned(ban, total);
    }

    /** Lifts a ban; without one nothing happens. */
    void unban(String userId, @Nullable String cid, @Nullable String byUserId) {
        users.require(userId);
        bans.remove(userId, cid).ifPresent(ban -> events.unbanned(ban, byUserId));
    }
}
