package dev.onstage.streamcontrol.apitoken;

import dev.onstage.streamcontrol.account.SignOuts;
import dev.onstage.support.access.RevokedSessions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells every service again which API tokens were revoked, for as long as an access token of theirs could be good, since Redis may
 * have lost it. Removes what nobody can use any more.
 */
@ApplicationScoped
class EndedApiTokens {

    private static final Logger LOG = Logger.getLogger(EndedApiTokens.class);
    private static final Duration MEMORY = Duration.ofMinutes(5).plus(RevokedSessions.LEEWAY);
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final ApiTokenRepository tokens;
    private final SignOuts signOuts;

    EndedApiTokens(ApiTokenRepository tokens, SignOuts signOuts) {
        this.tokens = tokens;
        this.signOuts = signOuts;
    }

    /** Every copy may: the same key is written. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return tokens.revokedWithin(MEMORY)
                .chain(signOuts::tell)
                .onFailure()
                .invoke(failure -> LOG.debugf("Revoked API tokens were not swept: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Every copy may: a row goes only once. */
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return Uni.createFrom()
                .deferred(() -> tokens.forget(FORGOTTEN_AT_ONCE))
                .repeat()
                .whilst(gone -> gone == FORGOTTEN_AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
