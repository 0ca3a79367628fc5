package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks that were declared, removed or called, in that order of appearance. Confined to the event loop. */
final class Webhooks {
    private final Journal journal;
    private final Map<String, Webhook> known = new LinkedHashMap<>();

    Webhooks(Journal journal) {
        this.journal = journal;
        journal.past().forEach(this::apply);
    }

    /** The webhook of this id, which need not have been declared. */
    Webhook get(String id) {
        Webhook webhook = known.get(id);
        return webhook == null ? Webhook.undeclared(id) : webhook;
    }

    /** Remembers until the next start that somebody called it. */
    void noteCalled(String id) {
        known.putIfAbsent(id, Webhook.undeclared(id));
    }

    /** Why a call with this token is refused, null when it is not. */
    @Nullable ApiError refusal(String id, String token) {
        Webhook webhook = get(id);
        if (webhook.removed()) {
            return ApiError.UNKNOWN_WEBHOOK;
        }
        return webhook.token() == null || webhook.token().equals(token) ? null : ApiError.INVALID_TOKEN;
    }

    /**
     * Declares a webhook or changes it; brings a removed one back.
     *
     * @param change any of {@code token}, {@code name}, {@code channelId}, {@code forum}
     */
    Future<Void> declare(String id, JsonObject change) {
        JsonObject kept = new JsonObject().put("declared", id);
        for (String name : List.of("token", "name", "channelId")) {
            if (change.getString(name) != null) {
                kept.put(name, change.getString(name));
            }
        }
        if (change.getBoolean("forum") != null) {
            kept.put("forum", change.getBoolean("forum"));
        }
        return append(kept);
    }

    /** Deletes a webhook as its owner would: every later call is answered with 404. */
    Future<Void> remove(String id) {
        return append(new JsonObject().put("removed", id));
    }

    Collection<Webhook> all() {
        return known.values();
    }

    private Future<Void> append(JsonObject change) {
        apply(change);
        return journal.append(change);
    }

    private void apply(JsonObject change) {
        String removed = change.getString("removed");
        // Journals written before webhooks could be declared know only pinned tokens.
        String declared = change.getString("declared", change.getString("pinned"));
        if (removed != null) {
            known.put(removed, get(removed).asRemoved());
        } else if (declared != null) {
            known.put(declared, get(declared).declared(change));
        }
    }
}
