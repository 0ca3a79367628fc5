package dev.onstage.streamcontrol.provisioning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream key without the key.
 *
 * @param label what it is for, empty when nobody said
 * @param revokedAt since when it is refused, null while it is not
 */
record StreamKey(
        UUID keyId,
        String label,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {}
