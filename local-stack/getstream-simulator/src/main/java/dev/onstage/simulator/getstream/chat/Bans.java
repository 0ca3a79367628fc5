package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is banned, from one channel or from the whole app. */
final class Bans {

    private final Users users;
    private final SimulatorClock clock;
    private final Map<String, Ban> bans = new LinkedHashMap<>();

    Bans(Users users, SimulatorClock clock) {
        this.users = users;
        this.clock = clock;
    }

    /**
     * One ban.
     *
     * @param cid the channel, null for the whole app
     * @param bannedBy null for GetStream's dashboard
     * @param expires null for ever
     */
    record Ban(
            String userId,
            @Nullable String cid,
            @Nullable String bannedBy,
            @Nullable String reason,
            boolean shadow,
            @Nullable Instant expires,
            Instant createdAt) {}

    void add(Ban ban) {
        bans.put(key(ban.userId(), ban.cid()), ban);
        if (ban.cid() == null && !ban.shadow()) {
            users.ban(ban.userId(), true, ban.expires());
        }
    }

    /** Lifts a ban; empty when there is none. */
    Optional<Ban> remove(String userId, @Nullable String cid) {
        Ban removed = bans.remove(key(userId, cid));
        if (removed != null && cid == null) {
            users.ban(userId, false, null);
        }
        return Optional.ofNullable(removed);
    }

    /** The ban of a user that counts in a channel, if any. */
    Optional<Ban> inForce(String userId, String cid) {
        return find(userId, cid).or(() -> find(userId, null));
    }

    Collection<Ban> all() {
        List.copyOf(bans.values()).forEach(ban -> find(ban.userId(), ban.cid()));
        return bans.values();
    }

    private Optional<Ban> find(String userId, @Nullable String cid) {
        Ban ban = bans.get(key(userId, cid));
        if (ban == null) {
            return Optional.empty();
        }
        if (ban.expires() != null && clock.now().isAfter(ban.expires())) {
            remove(userId, cid);
            return Optional.empty();
        }
        return Optional.of(ban);
    }

    JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(bans.values()));
    }

    void restore(JsonNode saved) {
        for (JsonNode node : saved) {
            Ban ban = Wire.snapshot().convertValue(node, Ban.class);
            bans.put(key(ban.userId(), ban.cid()), ban);
        }
    }

    private static String key(String userId, @Nullable String cid) {
        return userId + "|" + (cid == null ? "" : cid);
    }
}
