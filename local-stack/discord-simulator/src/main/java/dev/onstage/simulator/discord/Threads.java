package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Threads that were declared, opened in a forum or deleted. Any other snowflake is a thread too, so that senders need
 * no set-up. Confined to the event loop.
 */
final class Threads {
    private final Journal journal;
    private final Map<String, JsonObject> known = new LinkedHashMap<>();

    Threads(Journal journal) {
        this.journal = journal;
        journal.past().forEach(this::apply);
    }

    /** Whether messages of that channel may stand in this thread: not when it was deleted or is another channel's. */
    boolean exists(String threadId, String channelId) {
        JsonObject thread = known.get(threadId);
        if (thread == null) {
            return true;
        }
        return !thread.getBoolean("deleted")
                && (thread.getString("channelId") == null
                        || thread.getString("channelId").equals(channelId));
    }

    /**
     * Declares a thread; brings a deleted one back.
     *
     * @param channelId its parent, null when every webhook may post into it
     */
    Future<Void> declare(String threadId, @Nullable String name, @Nullable String channelId) {
        return append(threadId, name, channelId, false);
    }

    Future<Void> delete(String threadId) {
        JsonObject thread = known.getOrDefault(threadId, new JsonObject());
        return append(threadId, thread.getString("name"), thread.getString("channelId"), true);
    }

    JsonArray toJson() {
        JsonArray list = new JsonArray();
        known.values().forEach(list::add);
        return list;
    }

    private Future<Void> append(String id, @Nullable String name, @Nullable String channelId, boolean deleted) {
        JsonObject thread = new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("channelId", channelId)
                .put("deleted", deleted);
        JsonObject change = new JsonObject().put("thread", thread);
        apply(change);
        return journal.append(change);
    }

    private void apply(JsonObject change) {
        JsonObject thread = change.getJsonObject("thread");
        if (thread != null) {
            known.put(thread.getString("id"), thread);
        }
    }
}
