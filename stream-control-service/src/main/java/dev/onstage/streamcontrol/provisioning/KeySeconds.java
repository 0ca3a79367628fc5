package dev.onstage.streamcontrol.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When stream keys may be issued. A revocation tells keys apart by the second they were issued in, and the provider refuses a
 * key of a second that has not come yet: so each key has a second of its own that has begun.
 */
final class KeySeconds {

    private KeySeconds() {}

    /** The second of a key that is issued now. */
    static Instant of(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** How long to wait until a key can be issued after the one before; zero when it can be now. */
    static Duration untilNext(@Nullable Instant before, Instant now) {
        if (before == null || before.isBefore(of(now))) {
            return Duration.ZERO;
        }
        return Duration.between(now, of(before).plusSeconds(1));
    }
}
