package dev.onstage.simulator.getstream.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.hook.Webhooks;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The users of the app. */
public final class Users {

    private static final String DEFAULT_ROLE = "user";
    /** How long a deleted user still counts as one of its role; undocumented. */
    private static final Duration DELETING = Duration.ofSeconds(1);

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9@_\\-|.]{1,255}");

    private final Roles roles;
    private final SimulatorClock clock;
    private final Webhooks webhooks;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Instant> lastDeletedByRole = new HashMap<>();
    private Runnable revoked = () -> {};

    /** Users whose changes are told as {@code user.updated}. */
    public Users(Roles roles, SimulatorClock clock, Webhooks webhooks) {
        this.roles = roles;
        this.clock = clock;
        this.webhooks = webhooks;
    }

    /** {@code action} runs when tokens of users were revoked. */
    public void whenTokensAreRevoked(Runnable action) {
        revoked = action;
    }

    /** The user, if there is one. */
    public Optional<User> find(String id) {
        return Optional.ofNullable(users.get(id));
    }

    /** The user; refuses an id nobody has. */
    public User require(String id) {
        return find(id).orElseThrow(() -> ApiError.notFound("the user " + id));
    }

    /** Refuses when one of {@code ids} has no user; {@code operation} is what they were named in. */
    public void requireAll(Collection<String> ids, String operation) {
        List<String> missing =
                ids.stream().filter(id -> !users.containsKey(id)).distinct().toList();
        if (!missing.isEmpty()) {
            throw ApiError.of(
                    Code.INVALID_INPUT,
                    "The following users are involved in %s operation, but don't exist: %s. Please create the user objects before setting up the %1$s."
                            .formatted(operation, missing));
        }
    }

    /**
     * Creates or overwrites: what the request leaves out goes back to its default, on an existing user as well.
     * Whether GetStream resets {@code role} and {@code custom} is undocumented.
     */
    public User upsert(UserRequest request) {
        String id = request.id();
        if (id == null || !ID.matcher(id).matches()) {
            throw ApiError.invalid("id", "must have 1 to 255 of the characters a-z, A-Z, 0-9, @, _, -, | and .");
        }
        String role = Objects.requireNonNullElse(request.role(), DEFAULT_ROLE);
        roles.checkUserRole(role);
        Instant now = clock.now();
        User before = users.get(id);
        User user = new User(
                id,
                role,
                request.name(),
                request.image(),
                Objects.requireNonNullElse(request.language(), ""),
                request.teams() == null ? List.of() : request.teams(),
                request.custom() == null ? JsonNodeFactory.instance.objectNode() : request.custom(),
                before != null && before.banned(),
                before == null ? null : before.banExpires(),
                before == null ? now : before.createdAt(),
                now,
                before == null ? null : before.lastActive(),
                before == null ? null : before.revokeTokensIssuedBefore());
        users.put(id, user);
        if (before != null) {
            tellUpdated(user);
        }
        return user;
    }

    /** The user a client with a token for {@code id} connects as: created when new. */
    public User connect(String id) {
        User user = find(id).orElseGet(() -> upsert(UserRequest.named(id, id)));
        User active = user.activeAt(clock.now());
        users.put(id, active);
        return active;
    }

    /** Makes a user with {@code role}, as a server of the app does. */
    public void prepare(String id, String role) {
        upsert(new UserRequest(id, role, id, null, null, null, null));
    }

    /** Sets and removes single fields; unknown ones are custom fields. */
    User patch(String id, @Nullable ObjectNode set, List<String> unset) {
        User user = require(id);
        ObjectNode tree = Wire.NANOSECONDS.mapper().valueToTree(user);
        ObjectNode custom = user.custom().deepCopy();
        if (set != null) {
            for (Map.Entry<String, JsonNode> field : set.properties()) {
                assign(tree, custom, field.getKey(), field.getValue());
            }
        }
        for (String name : unset) {
            assign(tree, custom, name, null);
        }
        tree.set("custom", custom);
        tree.put("updated_at", Wire.nanoseconds(clock.now()));
        User patched;
        try {
            patched = Wire.NANOSECONDS.mapper().convertValue(tree, User.class);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("set", "has a value of the wrong type");
        }
        roles.checkUserRole(patched.role());
        users.put(id, patched);
        tellUpdated(patched);
        return patched;
    }

    /** Tokens of users were revoked, told once however many users they were. */
    void tokensRevoked() {
        revoked.run();
    }

    /** Forgets a user; its role counts as taken for a moment longer, as GetStream takes a while to delete. */
    void delete(String id) {
        User deleted = users.remove(id);
        if (deleted != null) {
            lastDeletedByRole.put(deleted.role(), clock.now());
        }
    }

    /** Whether somebody has the role, or somebody whom GetStream is still busy to delete. */
    boolean anyWith(String role) {
        Instant lastDeleted = lastDeletedByRole.get(role);
        return users.values().stream().anyMatch(user -> user.role().equals(role))
                || (lastDeleted != null && clock.now().isBefore(lastDeleted.plus(DELETING)));
    }

    /** Marks an app-wide ban or its end. */
    public void ban(String id, boolean banned, @Nullable Instant expires) {
        users.put(id, require(id).withBan(banned, expires, clock.now()));
    }

    /** Everybody, in the order of creation. */
    public List<User> all() {
        return new ArrayList<>(users.values());
    }

    /** Takes back what {@link #all} gave. */
    public void restore(List<User> saved) {
        saved.forEach(user -> users.put(user.id(), user));
    }

    private static void assign(ObjectNode tree, ObjectNode custom, String name, @Nullable JsonNode value) {
        switch (name) {
            case "id", "created_at", "updated_at", "banned", "ban_expires", "last_active" ->
                throw ApiError.invalid(name, "cannot be changed");
            case "role" -> tree.set(name, value == null ? tree.textNode(DEFAULT_ROLE) : value);
            case "language" -> tree.set(name, value == null ? tree.textNode("") : value);
            case "teams" -> tree.set(name, value == null ? tree.arrayNode() : value);
            case "name", "image", "revoke_tokens_issued_before" -> tree.set(name, value);
            case "custom" -> {
                custom.removeAll();
                if (value instanceof ObjectNode fields) {
                    custom.setAll(fields);
                }
            }
            default -> {
                if (value == null) {
                    custom.remove(name);
                } else {
                    custom.set(name, value);
                }
            }
        }
    }

    private void tellUpdated(User user) {
        webhooks.publish("user.updated", null, Map.of("user", UserResponse.of(user)));
    }
}
