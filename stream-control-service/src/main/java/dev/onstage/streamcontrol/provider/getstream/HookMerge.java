package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts Onstage's hook into an app's list of hooks. The list is written as a whole and may hold hooks of others, so every
 * foreign entry stays exactly as it was read.
 *
 * @param ownId id of our hook, null before the first registration
 * @param url where webhooks are to be sent
 */
record HookMerge(@Nullable String ownId, String url) {

    /** What Onstage understands. An empty list would mean all events, those of the future included. */
    static final List<String> EVENT_TYPES = List.of(
            "call.live_started",
            "call.updated",
            "call.session_started",
            "call.session_ended",
            "call.ended",
            "call.deleted",
            "call.session_participant_joined",
            "call.session_participant_left",
            "call.session_participant_count_updated",
            "ingress.started",
            "ingress.stopped",
            "ingress.error",
            "message.new",
            "message.deleted",
            "message.undeleted",
            "user.banned",
            "user.unbanned");

    private static final Set<String> EVERY_PRODUCT = Set.of("", "all");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The list of hooks in the answer to a read of the app's settings. */
    static ArrayNode hooksOf(JsonNode app) {
        return app.path("app").path("event_hooks") instanceof ArrayNode hooks ? hooks : JSON.arrayNode();
    }

    /** Our hook in a list: by its id, else by exactly our address; null when it is missing. */
    @Nullable ObjectNode own(ArrayNode hooks) {
        ObjectNode byUrl = null;
        for (JsonNode hook : hooks) {
            if (!(hook instanceof ObjectNode candidate)) {
                continue;
            }
            if (ownId != null && ownId.equals(candidate.path("id").asText())) {
                return candidate;
            }
            if (byUrl == null && url.equals(candidate.path("webhook_url").asText())) {
                byUrl = candidate;
            }
        }
        return byUrl;
    }

    /** True when our hook is there and complete. */
    boolean isRegistered(ArrayNode hooks) {
        ObjectNode own = own(hooks);
        return own != null && own.equals(wanted(own));
    }

    /**
     * The list to write.
     *
     * @param missing foreign hooks that were there before our last write and are gone since
     */
    ArrayNode merged(ArrayNode hooks, List<ObjectNode> missing) {
        ArrayNode merged = JSON.arrayNode();
        ObjectNode own = own(hooks);
        for (JsonNode hook : hooks) {
            merged.add(own != null && own.equals(hook) ? wanted(own) : hook);
        }
        missing.forEach(lost -> merged.add(withoutIdentity(lost)));
        if (own == null) {
            merged.add(wanted(JSON.objectNode()));
        }
        return merged;
    }

    /** Foreign hooks of {@code before} that are not in {@code after}. */
    List<ObjectNode> missing(ArrayNode before, ArrayNode after) {
        ObjectNode own = own(before);
        Set<String> left = new HashSet<>();
        after.forEach(hook -> left.add(hook.path("id").asText()));
        return before.valueStream()
                .filter(hook -> !hook.equals(own) && hook instanceof ObjectNode)
                .map(ObjectNode.class::cast)
                .filter(hook -> !left.contains(hook.path("id").asText()))
                .toList();
    }

    /** {@code product} is left out: a hook for one product would not carry the events of the other. */
    private ObjectNode wanted(ObjectNode present) {
        ObjectNode wanted = present.deepCopy();
        wanted.put("hook_type", "webhook");
        wanted.put("enabled", true);
        wanted.put("webhook_url", url);
        if (!EVERY_PRODUCT.contains(present.path("product").asText(""))) {
            wanted.remove("product");
        }
        Set<String> types = new HashSet<>();
        present.path("event_types").forEach(type -> types.add(type.asText()));
        if (!types.equals(new HashSet<>(EVENT_TYPES))) {
            ArrayNode list = wanted.putArray("event_types");
            EVENT_TYPES.forEach(list::add);
        }
        return wanted;
    }

    /** An id that GetStream no longer knows cannot be written; without one the hook is created again. */
    private static ObjectNode withoutIdentity(ObjectNode hook) {
        ObjectNode copy = hook.deepCopy();
        copy.remove(List.of("id", "created_at", "updated_at"));
        return copy;
    }
}
