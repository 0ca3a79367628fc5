package dev.onstage.support.access;

import java.util.Arrays;
import java.util.Optional;

/** What an API token may be for. Its owner's roles bound it as well. */
public enum Scope {
    /** How a broadcast stands. */
    BROADCAST_READ("broadcast:read"),
    /** To go live and to end. */
    BROADCAST_CONTROL("broadcast:control"),
    /** To end, and nothing else. */
    BROADCAST_END("broadcast:end"),
    /** The figures of sessions and channels. */
    STATS_READ("stats:read"),
    /** Destinations of notifications and what became of messages. */
    NOTIFICATIONS_READ("notifications:read"),
    /** The journal of webhooks, without bodies. */
    DELIVERIES_READ("deliveries:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As tokens and the API spell it. */
    public String text() {
        return text;
    }

    /** The scope with this spelling; empty when there is none. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
