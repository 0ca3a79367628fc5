package dev.onstage.support.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Whether somebody's login still holds. An access token stays readable for some minutes after its login session has ended,
 * so whatever is private asks here: {@link IdentityFilter} for each request, and what goes on longer than a request, such as
 * a stream of events, every few seconds. There is no other place that decides it.
 */
@ApplicationScoped
public class LoginCheck {
    private final RevokedSessions revoked;
    private final Clock clock;

    LoginCheck(RevokedSessions revoked) {
        this.revoked = revoked;
        this.clock = Clock.systemUTC();
    }

    /**
     * False once the person has signed out, the login session was ended for another reason, or it has reached its end. Without
     * Redis a sign-out is not noticed and the answer is true until the login session reaches its end: refusing everybody would
     * take the stream's owner the means to end it. Answers within {@code onstage.access.redis-timeout}, on the caller's
     * context; never fails.
     */
    public Uni<Boolean> holds(SignedIn person) {
        if (!clock.instant().isBefore(person.loginEndsAt())) {
            return Uni.createFrom().item(false);
        }
        return revoked.isRevoked(person.loginSession()).map(ended -> !ended);
    }
}
