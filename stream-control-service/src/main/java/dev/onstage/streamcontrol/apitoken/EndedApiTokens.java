package dev.onstage.streamcontrol.apitoken;

import dev.onstage.support.access.RevokedSessions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells every service which API tokens were revoked, as sign-outs are told: at once, and again for as long as an access token of
 * theirs could be good. Removes what nobody can use any more.
 */
@ApplicationScoped
class EndedApiTokens {

    private static final Logger LOG = Logger.getLogger(EndedApiTokens.class);
    private static final Duration MEMORY = Duration.ofMinutes(5).plus(RevokedSessions.LEEWAY);
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final ApiTokenRepository tokens;
    private final RevokedSessions revoked;

    EndedApiTokens(ApiTokenRepository tokens, RevokedSessions revoked) {
        this.tokens = tokens;
        this.revoked = revoked;
    }

    /** To be called once the end is committed. Never fails. */
    Uni<Void> tell(UUID tokenId) {
        return revoked.revoke(tokenId.toString(), MEMORY)
                .onFailure()
                .invoke(failure -> LOG.debugf("A revoked API token will be told later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Every copy may: the same key is written. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return tokens.revokedWithin(MEMORY)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Revoked API tokens were not swept: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Every copy may: a row goes only once. */
    @Scheduled(every = "1h", delayed = "5m")
    Uni<Void> forget() {
        return tokens.forget(FORGOTTEN_AT_ONCE).replaceWithVoid();
    }
}
