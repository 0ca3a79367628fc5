package dev.onstage.simulator.getstream.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who has lost the right to act with a token that is genuine and has not expired. */
@FunctionalInterface
public interface Exclusions {

    /**
     * Whether a user's token was revoked.
     *
     * @param issuedAt the token's {@code iat}, null when it has none
     */
    boolean revoked(String userId, @Nullable Instant issuedAt);
}
