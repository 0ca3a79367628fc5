package dev.onstage.streamcontrol.apitoken;

import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param name what to call it
 * @param scopes what it is for
 * @param channels which channels, at least one; left out for all that its owner has
 * @param expiresInDays how long it is good; up to a year
 */
record CreateTokenRequest(
        @NotNull @OneLine(max = 80) String name,
        @NotEmpty @Size(max = 20) List<@NotNull @Size(max = 40) String> scopes,

        @Nullable @Size(min = 1, max = 100) List<@NotNull @Size(max = 48) String> channels,

        @NotNull @Min(1) @Max(365) Integer expiresInDays) {}
