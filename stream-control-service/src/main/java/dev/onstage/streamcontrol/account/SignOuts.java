package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.RevokedSessions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells every service which login sessions have ended, through Redis: at once, and again by a sweep for as long as an access
 * token of theirs could be good, since Redis may have been away or may have lost it.
 */
@ApplicationScoped
class SignOuts {

    private static final Logger LOG = Logger.getLogger(SignOuts.class);

    private final LoginSessionRepository sessions;
    private final RevokedSessions revoked;
    private final Duration memory;
    private final Clock clock;

    SignOuts(LoginSessionRepository sessions, RevokedSessions revoked, AccountConfig config) {
        this.sessions = sessions;
        this.revoked = revoked;
        this.memory = config.accessTokenLifetime().plus(RevokedSessions.LEEWAY);
        this.clock = Clock.systemUTC();
    }

    /** To be called once the end is committed. Never fails. */
    Uni<Void> tell(UUID loginSessionId) {
        return revoked.revoke(loginSessionId.toString(), memory)
                .onFailure()
                .invoke(failure -> LOG.debugf("A sign-out will be told later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Every replica may: the same key is written with the same end. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return Panache.withSession(
                        () -> sessions.findRevokedAfter(clock.instant().minus(memory)))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tellAgain)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("The sign-outs were not swept: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> tellAgain(LoginSessionEntity session) {
        Instant revokedAt = session.revokedAt();
        Duration left = revokedAt == null ? Duration.ZERO : Duration.between(clock.instant(), revokedAt.plus(memory));
        return left.toMillis() <= 0
                ? Uni.createFrom().voidItem()
                : revoked.revoke(session.loginSessionId().toString(), left);
    }
}
