package dev.onstage.streamcontrol.channel;

import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A further channel. */
record CreateChannelRequest(
        @NotNull @Pattern(regexp = "[a-z0-9-]{1,48}", message = "must be 1 to 48 of the characters a-z, 0-9 and -") String channelId,

        @NotNull @OneLine(max = Channel.LONGEST_TITLE) String title) {}
