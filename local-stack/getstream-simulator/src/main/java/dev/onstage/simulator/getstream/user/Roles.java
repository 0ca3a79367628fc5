package dev.onstage.simulator.getstream.user;

import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The names that may stand where GetStream wants a role. */
public final class Roles {

    private static final int MAX_CUSTOM = 25;
    private static final int MAX_NAME = 64;
    private static final Set<String> CHANNEL_LEVEL = Set.of("channel_member", "channel_moderator");
    private static final Set<String> CALL_LEVEL = Set.of("host", "call_member");
    private static final Set<String> APP_LEVEL =
            Set.of("user", "guest", "anonymous", "admin", "moderator", "global_moderator", "global_admin");

    private final Map<String, Role> custom = new TreeMap<>();

    /**
     * A role of the app.
     *
     * @param custom whether somebody created it
     */
    public record Role(String name, boolean custom, List<String> scopes, Instant createdAt, Instant updatedAt) {}

    /** Creates a role that means nothing until something is granted to it. */
    Role create(String name, Instant now) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw ApiError.invalid("name", "must have 1 to " + MAX_NAME + " characters");
        }
        if (builtIn(name) || custom.containsKey(name)) {
            throw ApiError.of(Code.DUPLICATE, "role " + name + " exists already");
        }
        if (custom.size() >= MAX_CUSTOM) {
            throw ApiError.of(Code.INVALID_INPUT, "an app has at most " + MAX_CUSTOM + " custom roles");
        }
        Role role = new Role(name, true, List.of(), now, now);
        custom.put(name, role);
        return role;
    }

    void delete(String name) {
        if (custom.remove(name) == null) {
            throw ApiError.notFound("role " + name);
        }
    }

    /** Built-in and custom roles. */
    List<Role> all() {
        List<Role> all = new ArrayList<>();
        for (Set<String> names : List.of(APP_LEVEL, CALL_LEVEL, CHANNEL_LEVEL)) {
            for (String name : names.stream().sorted().toList()) {
                all.add(new Role(name, false, List.of(), Instant.EPOCH, Instant.EPOCH));
            }
        }
        all.addAll(custom.values());
        return all;
    }

    /** Refuses what is no role of a user. */
    void checkUserRole(String role) {
        if (!APP_LEVEL.contains(role) && !custom.containsKey(role)) {
            throw ApiError.invalid("role", "'" + role + "' is not a role of users");
        }
    }

    /** Refuses what is no role of a call member. */
    public void checkCallRole(String role) {
        if (CHANNEL_LEVEL.contains(role) || !known(role)) {
            throw ApiError.invalid("role", "'" + role + "' is not a role of call members");
        }
    }

    /** Refuses what is no role of a channel member. */
    public void checkChannelRole(String role) {
        if (!CHANNEL_LEVEL.contains(role) && !custom.containsKey(role)) {
            throw ApiError.invalid("channel_role", "'" + role + "' is not a role of channel members");
        }
    }

    /** Refuses a name to which nothing can be granted. */
    public void checkGrantable(String role) {
        if (!known(role)) {
            throw ApiError.invalid("grants", "name the role '" + role + "', which does not exist");
        }
    }

    /** Whether somebody created the role. */
    public boolean isCustom(String name) {
        return custom.containsKey(name);
    }

    /** The roles somebody created, for the simulator's file. */
    public List<Role> custom() {
        return List.copyOf(custom.values());
    }

    /** Takes back what {@link #custom} gave. */
    public void restore(List<Role> roles) {
        roles.forEach(role -> custom.put(role.name(), role));
    }

    private boolean known(String role) {
        return builtIn(role) || custom.containsKey(role);
    }

    private static boolean builtIn(String role) {
        return APP_LEVEL.contains(role) || CALL_LEVEL.contains(role) || CHANNEL_LEVEL.contains(role);
    }
}
