package dev.onstage.streamcontrol.channel;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A further channel. */
record CreateChannelRequest(
        @NotNull @Pattern(regexp = "[a-z0-9-]{1,48}", message = "must be 1 to 48 of the characters a-z, 0-9 and -") String channelId,

        @NotBlank @Size(max = 120) String title) {}
