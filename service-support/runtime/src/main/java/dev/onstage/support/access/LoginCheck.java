package dev.onstage.support.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Whether somebody's login still holds. An access token stays readable for some minutes after its login session has ended,
 * so whatever is private asks here: {@link IdentityFilter} for each request, and what goes on longer than a request, such as
 * a stream of events, every few seconds. There is no other place that decides it.
 */
@ApplicationScoped
public class LoginCheck {
    private static final Logger LOG = Logger.getLogger(LoginCheck.class);

    private final AnnouncedRevocations announced;
    private final RevokedSessions revoked;
    private final Instance<LoginRecords> records;
    private final Duration patience;
    private final Clock clock;

    LoginCheck(
            AnnouncedRevocations announced,
            RevokedSessions revoked,
            Instance<LoginRecords> records,
            @ConfigProperty(name = "onstage.access.records-timeout", defaultValue = "1s") Duration patience) {
        this.announced = announced;
        this.revoked = revoked;
        this.records = records;
        this.patience = patience;
        this.clock = Clock.systemUTC();
    }

    /**
     * What has become of the login. {@link Standing#ENDED} once the person has signed out, the login session was ended for
     * another reason, or it has reached its end; {@link Standing#ROLES_CHANGED} when they lost a role since.
     *
     * <p>Two say so, and it is refused what either of them refuses: what this copy has read of {@code access.revocation.v1}, and
     * Redis. So each of the two servers may be away. While Redis is, the service that keeps the logins asks its database as well.
     * While both are, the others notice nothing before the access token expires: refusing everybody would take the stream's owner
     * the means to end it. Answers in a bounded time, on the caller's context; never fails.
     */
    public Uni<Standing> standing(SignedIn person) {
        if (!clock.instant().isBefore(person.loginEndsAt())) {
            return Uni.createFrom().item(Standing.ENDED);
        }
        Standing told = announced.standing(person);
        if (told != Standing.HOLDS) {
            return Uni.createFrom().item(told);
        }
        return revoked.standing(person).onFailure().recoverWithUni(redisAway -> onRecord(person));
    }

    /** Whether {@link #standing} is {@link Standing#HOLDS}: what a stream of events asks before it goes on. */
    public Uni<Boolean> holds(SignedIn person) {
        return standing(person).map(standing -> standing == Standing.HOLDS);
    }

    private Uni<Standing> onRecord(SignedIn person) {
        if (!records.isResolvable()) {
            return Uni.createFrom().item(Standing.HOLDS);
        }
        return CallersContext.returnTo(Uni.createFrom()
                .deferred(() -> records.get().standing(person))
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("A login could not be looked up: %s", failure))
                .onFailure()
                .recoverWithItem(Standing.HOLDS));
    }
}
