package dev.onstage.streamcontrol.account.passkey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param passkeyId to remove it by
 * @param label what its owner calls it
 * @param createdAt when it was registered
 * @param lastUsedAt when it last signed somebody in, null for never
 */
record Passkey(
        UUID passkeyId,
        String label,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
