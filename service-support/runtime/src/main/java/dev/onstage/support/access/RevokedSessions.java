package dev.onstage.support.access;

import dev.onstage.support.trouble.Trouble;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Login sessions that have ended, and accounts that have lost a role, while access tokens of theirs are still good.
 *
 * <p>The Redis keys: {@code revoked:<sid>}, a string {@code 1}, and {@code roles:<account id>}, the number of the roles as they
 * are. Written by stream-control only. They expire when the last access token that they concern has, and can be lost at any
 * time: stream-control has the truth and writes them again.
 */
@ApplicationScoped
public class RevokedSessions {
    /** Clocks differ, and a verifier grants a few seconds beyond the end of a token. */
    public static final Duration LEEWAY = Duration.ofMinutes(1);

    /** No access token may be good for longer, so nothing older than this and {@link #LEEWAY} has to be known. */
    public static final int LONGEST_TOKEN_HOURS = 1;

    static final Duration LONGEST_MEMORY = Duration.ofHours(LONGEST_TOKEN_HOURS).plus(LEEWAY);

    private static final Logger LOG = Logger.getLogger(RevokedSessions.class);
    private final Instance<ReactiveRedisDataSource> redis;
    private final Duration patience;
    private final Trouble trouble = new Trouble();

    RevokedSessions(
            Instance<ReactiveRedisDataSource> redis,
            @ConfigProperty(name = "onstage.access.redis-timeout", defaultValue = "200ms") Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /**
     * Has the access tokens of a login session refused. For stream-control.
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
     * Has the access tokens of an account refused that were issued with earlier roles. For stream-control.
     *
     * @param rolesVersion of the roles as they are
     * @param forgetAfter until the last access token with earlier ones has expired, {@link #LEEWAY} included; positive
     * @return fails when Redis did not take it in time
     */
    public Uni<Void> rolesChanged(String accountId, long rolesVersion, Duration forgetAfter) {
        return bounded(Uni.createFrom().deferred(() -> redis.get()
                        .execute(
                                "SET",
                                roles(accountId),
                                Long.toString(rolesVersion),
                                "PX",
                                Long.toString(forgetAfter.toMillis()))))
                .replaceWithVoid();
    }

    /** What Redis says of the login, within {@code onstage.access.redis-timeout}, on the caller's context; fails without it. */
    Uni<Standing> standing(SignedIn person) {
        return bounded(Uni.createFrom().deferred(() -> redis.get()
                        .execute("MGET", key(person.loginSession()), roles(person.accountId()))))
                .map(found -> {
                    if (found.get(0) != null && !person.loginSession().isEmpty()) {
                        return Standing.ENDED;
                    }
                    Response roles = found.get(1);
                    return roles != null && roles.toLong() > person.rolesVersion()
                            ? Standing.ROLES_CHANGED
                            : Standing.HOLDS;
                });
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
        if (trouble.ends()) {
            LOG.info("Redis answers again: signing out takes effect at once.");
        }
    }

    private void failed(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf(
                    "Redis does not answer; until it does, only Kafka says whose login session has ended: %s", failure);
        }
    }

    private static String roles(String accountId) {
        return "roles:" + accountId;
    }

    private static String key(String loginSession) {
        return "revoked:" + loginSession;
    }
}
