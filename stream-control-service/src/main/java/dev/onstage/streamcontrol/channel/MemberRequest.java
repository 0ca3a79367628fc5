package dev.onstage.streamcontrol.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;

/** The role that somebody is to have. */
record MemberRequest(@NotNull Role role) {

    /** A role on a channel. */
    enum Role {
        /** Looks after its people. */
        @JsonProperty("moderator")
        MODERATOR,
        /** Owns it. There is one: whoever was it before becomes a moderator. */
        @JsonProperty("broadcaster")
        BROADCASTER
    }
}
