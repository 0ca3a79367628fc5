package dev.onstage.simulator.getstream.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as GetStream shows it. */
public record UserResponse(
        String id,
        @Nullable String name,
        @Nullable String image,
        ObjectNode custom,
        String language,
        String role,
        List<String> teams,
        Instant createdAt,
        Instant updatedAt,
        boolean banned,
        @Nullable Instant banExpires,
        boolean online,
        @Nullable Instant lastActive,
        List<String> blockedUserIds,
        boolean shadowBanned,
        boolean invisible,
        @Nullable Instant revokeTokensIssuedBefore) {

    /** The answer's form of {@code user}; {@code online} while the user is connected somewhere. */
    public static UserResponse of(User user) {
        return new UserResponse(
                user.id(),
                user.name(),
                user.image(),
                user.custom(),
                user.language(),
                user.role(),
                user.teams(),
                user.createdAt(),
                user.updatedAt(),
                user.banned(),
                user.banExpires(),
                user.lastActive() != null,
                user.lastActive(),
                List.of(),
                false,
                false,
                user.revokeTokensIssuedBefore());
    }
}
