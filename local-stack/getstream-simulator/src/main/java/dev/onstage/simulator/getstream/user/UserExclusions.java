package dev.onstage.simulator.getstream.user;

import dev.onstage.simulator.getstream.http.Exclusions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the app and its users say about revoked tokens.
 *
 * <p>A token without {@code iat} cannot show that it is newer than a revocation. UNSURE what GetStream does with it: here
 * it is refused as soon as there is a revocation.
 *
 * <p>A ban, from a channel or from the whole app, is none of this. UNSURE what a ban from the whole app is worth outside
 * of Chat: here it keeps from posting and from nothing else, so that whoever is banned goes on reading and watching until
 * somebody removes, blocks or kicks.
 */
public final class UserExclusions implements Exclusions {

    private final Users users;
    private final Supplier<Optional<Instant>> appRevocation;

    /** {@code appRevocation} is the app's own {@code revoke_tokens_issued_before}. */
    public UserExclusions(Users users, Supplier<Optional<Instant>> appRevocation) {
        this.users = users;
        this.appRevocation = appRevocation;
    }

    @Override
    public boolean revoked(String userId, @Nullable Instant issuedAt) {
        return revoked(appRevocation.get(), issuedAt)
                || revoked(users.find(userId).map(User::revokeTokensIssuedBefore), issuedAt);
    }

    private static boolean revoked(Optional<Instant> before, @Nullable Instant issuedAt) {
        return before.isPresent() && (issuedAt == null || issuedAt.isBefore(before.get()));
    }
}
