package dev.onstage.streamcontrol.account;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Removes login sessions that nobody can use any more. Every replica may: a row goes only once. */
@ApplicationScoped
class LoginSessionUpkeep {

    /** An old refresh token shown after its session is gone is refused just the same. */
    private static final Duration KEEP = Duration.ofDays(7);

    private final LoginSessionRepository sessions;

    LoginSessionUpkeep(LoginSessionRepository sessions) {
        this.sessions = sessions;
    }

    @Scheduled(every = "6h", delayed = "5m")
    Uni<Void> removeExpired() {
        return sessions.deleteExpired(Instant.now().minus(KEEP));
    }
}
