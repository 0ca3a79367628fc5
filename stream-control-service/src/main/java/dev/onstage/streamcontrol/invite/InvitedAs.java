package dev.onstage.streamcontrol.invite;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What an invite makes somebody. */
enum InvitedAs {
    /** Who writes in the chat. */
    @JsonProperty("viewer")
    VIEWER,
    /** Who looks after the people as well. */
    @JsonProperty("moderator")
    MODERATOR;

    /** As it is stored. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InvitedAs parse(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
