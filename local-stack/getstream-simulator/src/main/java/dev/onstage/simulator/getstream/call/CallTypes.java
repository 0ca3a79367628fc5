package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The call types of the app.
 *
 * <p>Of {@code audio_room} GetStream documents that it is for sound only, begins in backstage, and that hosts and admins
 * speak while others ask for it. The rest of its grants is that of {@code livestream}, which may not be so.
 */
public final class CallTypes {

    private static final String SETTINGS = "settings";

    private final Roles roles;
    private final SimulatorClock clock;
    private final Map<String, CallType> types = new TreeMap<>();

    /** The built-in types with their defaults. */
    public CallTypes(Roles roles, SimulatorClock clock) {
        this.roles = roles;
        this.clock = clock;
        Instant now = clock.now();
        try (InputStream in = CallTypes.class.getResourceAsStream("call-types.json")) {
            for (Map.Entry<String, JsonNode> type :
                    Wire.snapshot().readTree(Objects.requireNonNull(in)).properties()) {
                types.put(type.getKey(), builtIn(type.getKey(), type.getValue(), now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CallType builtIn(String name, JsonNode definition, Instant now) {
        Map<String, List<String>> grants = new TreeMap<>();
        for (Map.Entry<String, JsonNode> grant : definition.path("grants").properties()) {
            List<String> permissions = new ArrayList<>();
            grant.getValue().forEach(permission -> permissions.add(permission.asText()));
            grants.put(grant.getKey(), List.copyOf(permissions));
        }
        ObjectNode settings = definition.path("settings").deepCopy();
        return new CallType(name, grants, settings, notifications(), "", now, now);
    }

    private static ObjectNode notifications() {
        ObjectNode notifications = JsonNodeFactory.instance.objectNode();
        notifications.put("enabled", false);
        return notifications;
    }

    /** What a request wants of a type; null leaves as it is. */
    record Change(
            @Nullable Map<String, List<String>> grants,
            @Nullable ObjectNode settings,
            @Nullable ObjectNode notificationSettings,
            @Nullable String externalStorage) {

        private ObjectNode notificationSettings(ObjectNode before) {
            return notificationSettings == null ? before : CallSettings.overwritten(before, notificationSettings);
        }

        private @Nullable String externalStorage(@Nullable String before) {
            return externalStorage == null ? before : externalStorage;
        }
    }

    /** The type; refuses an unknown name. */
    CallType require(String name) {
        CallType type = types.get(name);
        if (type == null) {
            throw ApiError.notFound("call type " + name);
        }
        return type;
    }

    /** All types by name. */
    Collection<CallType> all() {
        return types.values();
    }

    /**
     * Creates a type. It begins with a default set of grants, of which the roles in {@code grants} are overridden and no
     * others; which set that is, is undocumented: here it is that of {@code default}, as are the settings.
     */
    CallType create(String name, Change wanted) {
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw ApiError.invalid("name", "must have 1 to 64 of the characters a-z, A-Z, 0-9, _ and -");
        }
        if (types.containsKey(name)) {
            throw ApiError.of(Code.DUPLICATE, "call type " + name + " exists already");
        }
        CallType base = require("default");
        Instant now = clock.now();
        Map<String, List<String>> ownGrants = new TreeMap<>(base.grants());
        if (wanted.grants() != null) {
            ownGrants.putAll(checked(wanted.grants()));
        }
        CallType type = new CallType(
                name,
                ownGrants,
                CallSettings.merge(base.settings(), SETTINGS, wanted.settings()),
                wanted.notificationSettings(notifications()),
                wanted.externalStorage(""),
                now,
                now);
        types.put(name, type);
        return type;
    }

    /**
     * Changes the named roles' grants (an empty list clears a role) and the given settings. Existing calls keep the
     * settings they were created with; grants count for them at once. UNSURE whether roles that are not named keep theirs:
     * of channel types GetStream says so, of call types nothing.
     */
    CallType update(String name, Change wanted) {
        CallType before = require(name);
        Map<String, List<String>> merged = new TreeMap<>(before.grants());
        if (wanted.grants() != null) {
            merged.putAll(checked(wanted.grants()));
        }
        CallType after = new CallType(
                name,
                merged,
                CallSettings.merge(before.settings(), SETTINGS, wanted.settings()),
                wanted.notificationSettings(before.notificationSettings()),
                wanted.externalStorage(before.externalStorage()),
                before.createdAt(),
                clock.now());
        types.put(name, after);
        return after;
    }

    /** Removes a type that no call has. */
    void delete(String name) {
        require(name);
        types.remove(name);
    }

    private Map<String, List<String>> checked(Map<String, List<String>> grants) {
        Map<String, List<String>> result = new TreeMap<>();
        grants.forEach((role, permissions) -> {
            roles.checkGrantable(role);
            result.put(role, permissions == null ? List.of() : List.copyOf(permissions));
        });
        return result;
    }

    /** Every type, for the simulator's file. */
    public JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(types.values()));
    }

    /** Takes back what {@link #saved} gave. */
    public void restore(JsonNode saved) {
        for (JsonNode type : saved) {
            CallType restored = Wire.snapshot().convertValue(type, CallType.class);
            types.put(restored.name(), restored);
        }
    }
}
