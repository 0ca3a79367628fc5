package dev.onstage.support.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.onstage.events.LoginEnded;
import dev.onstage.events.RevocationEvent;
import dev.onstage.events.RolesChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What this copy has read of {@code access.revocation.v1}: ended login sessions and lost roles, each until the last access token
 * that it concerns has expired. In memory alone, so it answers whatever server is away; what a copy did not read, Redis says.
 */
@ApplicationScoped
class AnnouncedRevocations {
    /** Some 20 MB of each kind. Beyond that the ones asked for least are forgotten. */
    private static final int REMEMBERED = 100_000;

    private final Clock clock;
    private final Cache<String, Told> logins;
    private final Cache<String, Told> roles;

    /** What was told: of roles the number, of logins nothing more. */
    private record Told(long rolesVersion, Instant until) {}

    @Inject
    AnnouncedRevocations() {
        this(Clock.systemUTC(), REMEMBERED);
    }

    AnnouncedRevocations(Clock clock, int remembered) {
        this.clock = clock;
        this.logins = memory(clock, remembered);
        this.roles = memory(clock, remembered);
    }

    private static Cache<String, Told> memory(Clock clock, int remembered) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(remembered)
                .expireAfter(Expiry.writing((String id, Told told) -> Duration.between(clock.instant(), told.until())))
                .build();
    }

    /** Remembers it, unless no access token can be concerned any more. */
    void add(RevocationEvent event) {
        Instant now = clock.instant();
        // A writer's clock that is far ahead must not fill the memory for longer than a token can live.
        Instant until = event.until().isAfter(now.plus(RevokedSessions.LONGEST_MEMORY))
                ? now.plus(RevokedSessions.LONGEST_MEMORY)
                : event.until();
        if (!until.isAfter(now)) {
            return;
        }
        if (event instanceof LoginEnded ended) {
            logins.put(ended.loginSessionId(), new Told(0, until));
        } else if (event instanceof RolesChanged changed) {
            roles.asMap()
                    .merge(changed.accountId(), new Told(changed.rolesVersion(), until), AnnouncedRevocations::later);
        }
    }

    /** Events of one account may come in any order and more than once. */
    private static Told later(Told one, Told other) {
        return one.rolesVersion() > other.rolesVersion() ? one : other;
    }

    /** What was told of the login; {@link Standing#HOLDS} when nothing was. */
    Standing standing(SignedIn person) {
        if (logins.getIfPresent(person.loginSession()) != null) {
            return Standing.ENDED;
        }
        Told told = roles.getIfPresent(person.accountId());
        return told != null && told.rolesVersion() > person.rolesVersion() ? Standing.ROLES_CHANGED : Standing.HOLDS;
    }
}
