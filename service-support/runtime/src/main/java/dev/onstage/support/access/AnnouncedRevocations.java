package dev.onstage.support.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.onstage.events.LoginEnded;
import dev.onstage.events.RevocationEvent;
import dev.onstage.events.RolesChanged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this copy has read of {@code access.revocation.v1}: ended login sessions and lost roles, each until the last access token
 * that it concerns has expired. In memory alone, so it answers whatever server is away; what a copy did not read, Redis says.
 */
@ApplicationScoped
class AnnouncedRevocations {
    /**
     * Some 20 MB of each kind. Beyond that the ones asked for least are forgotten, and what was told a moment ago has been asked
     * for least: whoever comes this far is told by Redis alone, and the counter {@code access.revocations.forgotten} says so.
     */
    private static final int REMEMBERED = 100_000;

    private final Clock clock;
    private final Cache<String, Told> logins;
    private final Cache<String, Told> roles;

    /** What was told: of roles the number, of logins nothing more. */
    private record Told(long rolesVersion, Instant until) {}

    @Inject
    AnnouncedRevocations(MeterRegistry metrics) {
        this(Clock.systemUTC(), REMEMBERED, metrics);
    }

    AnnouncedRevocations(Clock clock, int remembered, MeterRegistry metrics) {
        this.clock = clock;
        Counter forgotten = Counter.builder("access.revocations.forgotten")
                .description("Ended logins and lost roles that the memory of this copy had no room for")
                .register(metrics);
        this.logins = memory(clock, remembered, forgotten);
        this.roles = memory(clock, remembered, forgotten);
    }

    private static Cache<String, Told> memory(Clock clock, int remembered, Counter forgotten) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(remembered)
                .executor(Runnable::run)
                .evictionListener((@Nullable String id, @Nullable Told told, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        forgotten.increment();
                    }
                })
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
