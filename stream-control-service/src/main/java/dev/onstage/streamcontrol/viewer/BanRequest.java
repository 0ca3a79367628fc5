package dev.onstage.streamcontrol.viewer;

import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * A ban to make.
 *
 * @param minutes how long it lasts, until it is lifted when it is left out
 */
record BanRequest(
        @Nullable @OneLine(max = 200, mayBeEmpty = true) String reason,
        @Nullable @Min(1) @Max(525_600) Integer minutes) {

    static final BanRequest FOR_GOOD = new BanRequest(null, null);
}
