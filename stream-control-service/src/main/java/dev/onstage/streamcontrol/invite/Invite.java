package dev.onstage.streamcontrol.invite;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invite as it is kept.
 *
 * @param email whose alone it is, null for a link that anybody may use
 * @param uses how often it was accepted
 * @param revokedAt since when nobody may accept it any more
 */
record Invite(
        UUID inviteId,
        String channelId,
        InvitedAs role,
        @Nullable String email,
        int uses,
        int maxUses,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {}
