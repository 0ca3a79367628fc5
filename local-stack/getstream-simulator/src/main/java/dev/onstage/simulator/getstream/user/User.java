package dev.onstage.simulator.getstream.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the app.
 *
 * @param banExpires end of an app-wide ban with an end, else null
 * @param revokeTokensIssuedBefore tokens of this user with an older {@code iat} are refused; null revokes none
 */
public record User(
        String id,
        String role,
        @Nullable String name,
        @Nullable String image,
        String language,
        List<String> teams,
        ObjectNode custom,
        boolean banned,
        @Nullable Instant banExpires,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastActive,
        @Nullable Instant revokeTokensIssuedBefore) {

    User withBan(boolean nowBanned, @Nullable Instant expires, Instant at) {
        return new User(
                id,
                role,
                name,
                image,
                language,
                teams,
                custom,
                nowBanned,
                expires,
                createdAt,
                at,
                lastActive,
                revokeTokensIssuedBefore);
    }

    User activeAt(Instant at) {
        return new User(
                id,
                role,
                name,
                image,
                language,
                teams,
                custom,
                banned,
                banExpires,
                createdAt,
                updatedAt,
                at,
                revokeTokensIssuedBefore);
    }
}
