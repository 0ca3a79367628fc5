package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;

/** The message flags a webhook may set; others are taken without effect. */
final class Flags {
    static final int SUPPRESS_EMBEDS = 1 << 2;
    static final int SUPPRESS_NOTIFICATIONS = 1 << 12;

    private Flags() {}

    /** The flags of a new message. */
    static int posted(JsonObject body) {
        return of(body) & (SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | Components.FLAG_V2);
    }

    /** The flags after an edit: layout can be set and never unset, being silent cannot change. */
    static int edited(JsonObject before, JsonObject body) {
        int old = of(before);
        int kept = old & (SUPPRESS_NOTIFICATIONS | Components.FLAG_V2);
        int wished = body.getValue("flags") == null ? old : of(body);
        return kept | (wished & (SUPPRESS_EMBEDS | Components.FLAG_V2));
    }

    /** Whether a message consists of layout components. */
    static boolean hasLayout(JsonObject payload) {
        return (of(payload) & Components.FLAG_V2) != 0;
    }

    private static int of(JsonObject json) {
        Integer flags = json.getInteger("flags");
        return flags == null ? 0 : flags;
    }
}
