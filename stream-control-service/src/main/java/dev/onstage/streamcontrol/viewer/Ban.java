package dev.onstage.streamcontrol.viewer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ban in force, as those see it who may lift it.
 *
 * @param source where it was made: {@code ONSTAGE} or {@code PROVIDER}
 * @param expiresAt null for ever
 */
record Ban(
        UUID accountId,
        String name,
        String source,
        @Nullable String reason,
        Instant bannedAt,
        @Nullable Instant expiresAt) {}
