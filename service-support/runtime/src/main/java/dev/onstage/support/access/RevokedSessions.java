package dev.onstage.support.access;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Login sessions that have ended while access tokens of theirs are still good.
 *
 * <p>The Redis key: {@code revoked:<sid>}, a string {@code 1}, written by stream-control only. It expires when the last
 * access token of the session has, and can be lost at any time: stream-control has the truth and writes it again.
 */
@ApplicationScoped
public class RevokedSessions {
    /** Clocks differ, and a verifier grants a few seconds beyond the end of a token. */
    public static final Duration LEEWAY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(RevokedSessions.class);
    private final Instance<ReactiveRedisDataSource> redis;
    private final Duration patience;
    private final AtomicBoolean away = new AtomicBoolean();

    RevokedSessions(
            Instance<ReactiveRedisDataSource> redis,
            @ConfigProperty(name = "onstage.access.redis-timeout", defaultValue = "200ms") Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /**
     * Has the access tokens of a login session refused by whoever asks {@link #isRevoked}. For stream-control.
     *
     * @param forgetAfter until the last of them has expired, {@link #LEEWAY} included; positive
     * @return fails when Redis did not take it in time
     */
    public Uni<Void> revoke(String loginSession, Duration forgetAfter) {
        return bounded(Uni.createFrom().deferred(() -> redis.get()
                        .execute("SET", key(loginSession), "1", "PX", Long.toString(forgetAfter.toMillis()))))
                .replaceWithVoid();
    }

    /**
     * Whether the login session has ended. False while Redis is away: a token then works until it expires, a few minutes,
     * since refusing everybody would take the stream's owner the means to end it. Answers within
     * {@code onstage.access.redis-timeout}, on the caller's context; never fails.
     */
    Uni<Boolean> isRevoked(String loginSession) {
        if (loginSession.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return bounded(Uni.createFrom().deferred(() -> redis.get().execute("EXISTS", key(loginSession))))
                .map(found -> found != null && found.toInteger() > 0)
                .onFailure()
                .recoverWithItem(false);
    }

    private <T> Uni<T> bounded(Uni<T> command) {
        return CallersContext.returnTo(command.ifNoItem()
                .after(patience)
                .fail()
                .invoke(this::answered)
                .onFailure()
                .invoke(this::failed));
    }

    private void answered() {
        if (away.compareAndSet(true, false)) {
            LOG.info("Redis answers again: signing out takes effect at once.");
        }
    }

    private void failed(Throwable failure) {
        if (away.compareAndSet(false, true)) {
            LOG.warnf(
                    "Redis does not answer; until it does, access tokens of ended login sessions work"
                            + " until they expire: %s",
                    failure);
        }
    }

    private static String key(String loginSession) {
        return "revoked:" + loginSession;
    }
}
