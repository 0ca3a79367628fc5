package dev.onstage.simulator.getstream.user;

import dev.onstage.simulator.getstream.http.Exclusions;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the app and its users say about revoked tokens and bans.
 *
 * <p>A token without {@code iat} cannot show that it is newer than a revocation. What GetStream does with it is
 * undocumented; here it is refused as soon as there is a revocation.
 */
public final class UserExclusions implements Exclusions {

    private final Users users;
    private final Supplier<Optional<Instant>> appRevocation;
    private final SimulatorClock clock;

    /** {@code appRevocation} is the app's own {@code revoke_tokens_issued_before}. */
    public UserExclusions(Users users, Supplier<Optional<Instant>> appRevocation, SimulatorClock clock) {
        this.users = users;
        this.appRevocation = appRevocation;
        this.clock = clock;
    }

    @Override
    public boolean revoked(String userId, @Nullable Instant issuedAt) {
        return revoked(appRevocation.get(), issuedAt)
                || revoked(users.find(userId).map(User::revokeTokensIssuedBefore), issuedAt);
    }

    private static boolean revoked(Optional<Instant> before, @Nullable Instant issuedAt) {
        return before.isPresent() && (issuedAt == null || issuedAt.isBefore(before.get()));
    }

    @Override
    public boolean banned(String userId) {
        return users.find(userId).filter(user -> user.bannedAt(clock.now())).isPresent();
    }
}
