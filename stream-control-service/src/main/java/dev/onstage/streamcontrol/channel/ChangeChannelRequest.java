package dev.onstage.streamcontrol.channel;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What to change; a member that is absent stays as it is. */
record ChangeChannelRequest(
        @Nullable @Size(max = 120) @Pattern(regexp = ".*\\S.*", message = "must not be blank") String title,

        @Nullable @Min(0) @Max(1800) Integer graceSeconds,
        @Nullable @Min(5) @Max(900) Integer inactivitySeconds,
        @Nullable @KnownTimeZone String timeZone) {}
