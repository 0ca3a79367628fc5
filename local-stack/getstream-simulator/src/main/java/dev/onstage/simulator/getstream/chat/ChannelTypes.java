package dev.onstage.simulator.getstream.chat;

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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The channel types of the app. */
final class ChannelTypes {

    private static final String DEFAULTS = "messaging";
    private static final int DEFAULT_LENGTH = 5000;
    private static final int MOST_LENGTH = 20_000;
    private static final Set<String> AUTOMOD = Set.of("disabled", "simple", "AI");
    private static final Set<String> BEHAVIOR = Set.of("flag", "block", "shadow_block");
    private static final Set<String> OWN_FIELDS =
            Set.of("name", "grants", "automod", "automod_behavior", "max_message_length");
    private static final List<String> ON = List.of(
            "connect_events",
            "custom_events",
            "mutes",
            "push_notifications",
            "quotes",
            "reactions",
            "read_events",
            "replies",
            "search",
            "typing_events",
            "uploads",
            "url_enrichment");
    private static final List<String> OFF = List.of(
            "count_messages",
            "delivery_events",
            "mark_messages_pending",
            "polls",
            "reminders",
            "shared_locations",
            "skip_last_msg_update_for_system_msgs",
            "user_message_reminders");

    private final Roles roles;
    private final SimulatorClock clock;
    private final Map<String, ChannelType> types = new TreeMap<>();
    private final Map<String, Map<String, List<String>>> defaultGrants = new TreeMap<>();

    ChannelTypes(Roles roles, SimulatorClock clock) {
        this.roles = roles;
        this.clock = clock;
        Instant now = clock.now();
        try (InputStream in = ChannelTypes.class.getResourceAsStream("channel-types.json")) {
            for (Map.Entry<String, JsonNode> type :
                    Wire.snapshot().readTree(Objects.requireNonNull(in)).properties()) {
                Map<String, List<String>> grants = grants(type.getValue());
                defaultGrants.put(type.getKey(), grants);
                types.put(
                        type.getKey(),
                        new ChannelType(
                                type.getKey(), grants, "disabled", "flag", DEFAULT_LENGTH, features(), now, now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode features() {
        ObjectNode features = JsonNodeFactory.instance.objectNode();
        ON.forEach(name -> features.put(name, true));
        OFF.forEach(name -> features.put(name, false));
        return features;
    }

    private static Map<String, List<String>> grants(JsonNode node) {
        Map<String, List<String>> grants = new TreeMap<>();
        for (Map.Entry<String, JsonNode> grant : node.properties()) {
            List<String> permissions = new ArrayList<>();
            grant.getValue().forEach(permission -> permissions.add(permission.asText()));
            grants.put(grant.getKey(), List.copyOf(permissions));
        }
        return grants;
    }

    ChannelType require(String name) {
        ChannelType type = types.get(name);
        if (type == null) {
            throw ApiError.notFound("channel type " + name);
        }
        return type;
    }

    Collection<ChannelType> all() {
        return types.values();
    }

    /** Creates a type; roles the request does not name have the grants of {@code messaging}. */
    ChannelType create(ObjectNode request) {
        String name = request.path("name").asText("");
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw ApiError.invalid("name", "must have 1 to 64 of the characters a-z, A-Z, 0-9, _ and -");
        }
        if (types.containsKey(name)) {
            throw ApiError.of(Code.DUPLICATE, "channel type " + name + " exists already");
        }
        Instant now = clock.now();
        ChannelType base = new ChannelType(
                name, require(DEFAULTS).grants(), "disabled", "flag", DEFAULT_LENGTH, features(), now, now);
        ChannelType created = changed(base, request);
        types.put(name, created);
        return created;
    }

    /**
     * Changes a type. Of the grants only the roles in the request change; an empty list clears a role; {@code grants}
     * null takes the defaults of the whole type again.
     */
    ChannelType update(String name, ObjectNode request) {
        ChannelType updated = changed(require(name), request);
        types.put(name, updated);
        return updated;
    }

    void delete(String name) {
        require(name);
        types.remove(name);
    }

    private ChannelType changed(ChannelType before, ObjectNode request) {
        ObjectNode features = before.features().deepCopy();
        for (Map.Entry<String, JsonNode> field : request.properties()) {
            if (!OWN_FIELDS.contains(field.getKey())) {
                features.set(field.getKey(), field.getValue());
            }
        }
        JsonNode length = request.path("max_message_length");
        if (!length.isIntegralNumber() || length.asInt() < 1 || length.asInt() > MOST_LENGTH) {
            throw ApiError.invalid("max_message_length", "is required, between 1 and " + MOST_LENGTH);
        }
        return new ChannelType(
                before.name(),
                changedGrants(before, request),
                oneOf(request, "automod", AUTOMOD),
                oneOf(request, "automod_behavior", BEHAVIOR),
                length.asInt(),
                features,
                before.createdAt(),
                clock.now());
    }

    private Map<String, List<String>> changedGrants(ChannelType before, ObjectNode request) {
        @Nullable JsonNode wanted = request.get("grants");
        if (wanted == null) {
            return before.grants();
        }
        if (wanted.isNull()) {
            return defaultGrants.getOrDefault(before.name(), Objects.requireNonNull(defaultGrants.get(DEFAULTS)));
        }
        if (!wanted.isObject()) {
            throw ApiError.invalid("grants", "must be an object");
        }
        Map<String, List<String>> merged = new TreeMap<>(before.grants());
        grants(wanted).forEach((role, permissions) -> {
            roles.checkGrantable(role);
            merged.put(role, permissions);
        });
        return merged;
    }

    private static String oneOf(ObjectNode request, String field, Set<String> allowed) {
        String value = request.path(field).asText("");
        if (!allowed.contains(value)) {
            throw ApiError.invalid(
                    field, "is required, one of " + allowed.stream().sorted().toList());
        }
        return value;
    }

    JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(types.values()));
    }

    void restore(JsonNode saved) {
        for (JsonNode type : saved) {
            ChannelType restored = Wire.snapshot().convertValue(type, ChannelType.class);
            types.put(restored.name(), restored);
        }
    }
}
