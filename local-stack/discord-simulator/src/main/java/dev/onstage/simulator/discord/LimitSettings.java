package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The limits in force, adjustable while the simulator runs. Confined to the event loop. */
final class LimitSettings {
    /** The limits and what Discord is known to enforce. */
    enum Kind {
        /** Per webhook and kind of call, announced by headers. */
        WEBHOOK("webhook", Limit.of(5, Duration.ofSeconds(2))),
        /** Messages per channel, shared by its webhooks and announced by no header. */
        CHANNEL("channel", Limit.of(30, Duration.ofSeconds(60))),
        /** All calls of an address that are not signed in. */
        GLOBAL("global", Limit.of(50, Duration.ofSeconds(1))),
        /** Answers 401, 403 and 429 per address; beyond them the firewall blocks it for as long as the window is. */
        INVALID_REQUESTS("invalidRequests", Limit.of(10_000, Duration.ofMinutes(10))),
        /** Calls of one removed webhook per address; beyond them the address is blocked likewise. */
        UNKNOWN_WEBHOOK("unknownWebhook", Limit.of(10, Duration.ofMinutes(1))),
        /** Edits of one message that is older than an hour. Discord's own number is not published. */
        OLD_EDITS("oldEdits", Limit.of(3, Duration.ofHours(1)));

        private final String key;
        private final Limit initial;

        Kind(String key, Limit initial) {
            this.key = key;
            this.initial = initial;
        }

        Limit initial() {
            return initial;
        }

        private static Kind of(String key) {
            return Arrays.stream(values())
                    .filter(kind -> kind.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no limit called " + key));
        }
    }

    private final Map<Kind, Limit> limits = new EnumMap<>(Kind.class);

    LimitSettings() {
        reset();
    }

    Limit get(Kind kind) {
        return limits.getOrDefault(kind, kind.initial());
    }

    void reset() {
        for (Kind kind : Kind.values()) {
            limits.put(kind, kind.initial());
        }
    }

    /** Changes what the JSON mentions, all of it or nothing; {@code {"enabled": false}} is meant for all limits. */
    void change(JsonObject change) {
        Map<Kind, Limit> changed = new EnumMap<>(limits);
        if (change.containsKey("enabled")) {
            JsonObject all = new JsonObject().put("enabled", change.getBoolean("enabled"));
            changed.replaceAll((kind, limit) -> limit.with(all));
        }
        for (String key : change.fieldNames()) {
            if (!key.equals("enabled")) {
                changed.computeIfPresent(Kind.of(key), (kind, limit) -> limit.with(change.getJsonObject(key)));
            }
        }
        limits.putAll(changed);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        limits.forEach((kind, limit) -> json.put(kind.key, limit.toJson()));
        return json;
    }
}
