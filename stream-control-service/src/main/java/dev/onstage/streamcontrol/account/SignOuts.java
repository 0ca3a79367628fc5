package dev.onstage.streamcontrol.account;

import dev.onstage.events.LoginEnded;
import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.support.outbox.Outbox;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends login sessions and tells every service of it, in two ways since each of them may be away: through Kafka by the outbox, in
 * the transaction that ends them, and through Redis, at once and again by a sweep for as long as an access token of theirs could be
 * good, since Redis may have lost it.
 */
@ApplicationScoped
public class SignOuts {

    private static final Logger LOG = Logger.getLogger(SignOuts.class);

    /** Under way at one server. */
    private static final int AT_ONCE = 16;

    private final AccountRepository accounts;
    private final OneTimeCodes codes;
    private final LoginSessionRepository sessions;
    private final Outbox outbox;
    private final RevokedSessions revoked;
    private final Duration memory;
    private final Clock clock;

    SignOuts(
            AccountRepository accounts,
            OneTimeCodes codes,
            LoginSessionRepository sessions,
            Outbox outbox,
            RevokedSessions revoked,
            AccountConfig config) {
        this.accounts = accounts;
        this.codes = codes;
        this.sessions = sessions;
        this.outbox = outbox;
        this.revoked = revoked;
        this.memory = config.accessTokenLifetime().plus(RevokedSessions.LEEWAY);
        this.clock = Clock.systemUTC();
    }

    /** Ends a locked session for its owner, unless it is over already. To be followed by {@link #tell} once that is committed. */
    Uni<Void> end(SqlClient tx, LoginSession session) {
        if (session.revokedAt() != null) {
            return Uni.createFrom().voidItem();
        }
        session.signOut(clock.instant());
        return write(tx, session);
    }

    /**
     * Ends all sessions of an account but one, with the sign-ins that are under way and the codes that were mailed; the ids of the
     * sessions. To be followed by {@link #tell} once that is committed.
     */
    Uni<List<UUID>> endAll(SqlClient tx, UUID accountId, @Nullable UUID except) {
        // The account first: a sign-in that holds it has opened its session by then, and a later one sees the number.
        return accounts.outdateCredentials(tx, accountId)
                .chain(() -> codes.revokeAll(tx, accountId))
                .chain(() -> sessions.findOpenForUpdate(tx, accountId))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .select()
                .where(session -> !session.loginSessionId().equals(except))
                .onItem()
                .transformToUni(session -> end(tx, session).replaceWith(session.loginSessionId()))
                .merge(AT_ONCE)
                .collect()
                .asList();
    }

    /**
     * As {@link #endAll}, and ends the API tokens of the account with them: whoever got into it may have made one. To be followed by
     * {@link #tell} once that is committed.
     */
    Uni<List<UUID>> endAllAndApiTokens(SqlClient tx, UUID accountId, @Nullable UUID except) {
        return endAll(tx, accountId, except).chain(logins -> endApiTokens(tx, accountId)
                .map(apiTokens ->
                        Stream.concat(logins.stream(), apiTokens.stream()).toList()));
    }

    private Uni<List<UUID>> endApiTokens(SqlClient tx, UUID accountId) {
        return sessions.endApiTokens(tx, accountId)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(
                        apiTokenId -> announce(tx, accountId, apiTokenId).replaceWith(apiTokenId))
                .collect()
                .asList();
    }

    /** Writes a locked session that has been ended, with the event that says so. */
    Uni<Void> write(SqlClient tx, LoginSession session) {
        Instant endedAt = session.revokedAt();
        if (endedAt == null) {
            throw new IllegalArgumentException("The session has not been ended");
        }
        return sessions.update(tx, session)
                .chain(() -> announce(tx, session.accountId(), session.loginSessionId(), endedAt));
    }

    /**
     * Writes the event that says that an API token, which stands in the place of a login session, has ended, in the transaction that
     * ends it. To be followed by {@link #tell} once that is committed.
     */
    public Uni<Void> announce(SqlClient tx, UUID accountId, UUID apiTokenId) {
        return announce(tx, accountId, apiTokenId, clock.instant());
    }

    private Uni<Void> announce(SqlClient tx, UUID account, UUID loginSessionId, Instant endedAt) {
        String accountId = account.toString();
        return outbox.append(
                tx, accountId, new LoginEnded(accountId, loginSessionId.toString(), endedAt, endedAt.plus(memory)));
    }

    /** To be called once the end is committed. Never fails. */
    public Uni<Void> tell(Collection<UUID> loginSessions) {
        return Multi.createFrom()
                .iterable(loginSessions)
                .onItem()
                .transformToUni(id -> revoked.revoke(id.toString(), memory))
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("A sign-out will be told later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Every replica may: the same key is written with the same end. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sessions.findRevokedAfter(clock.instant().minus(memory))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUni(this::tellAgain)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("The sign-outs were not swept: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> tellAgain(LoginSession session) {
        Instant revokedAt = session.revokedAt();
        Duration left = revokedAt == null ? Duration.ZERO : Duration.between(clock.instant(), revokedAt.plus(memory));
        return left.toMillis() <= 0
                ? Uni.createFrom().voidItem()
                : revoked.revoke(session.loginSessionId().toString(), left);
    }
}
