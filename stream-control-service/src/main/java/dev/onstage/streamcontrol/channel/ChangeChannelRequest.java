package dev.onstage.streamcontrol.channel;

import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What to change; a member that is absent stays as it is. */
record ChangeChannelRequest(
        @Nullable @OneLine(max = Channel.LONGEST_TITLE) String title,
        @Nullable @Min(0) @Max(1800) Integer graceSeconds,
        @Nullable @Min(5) @Max(900) Integer inactivitySeconds,
        @Nullable @KnownTimeZone String timeZone) {}
