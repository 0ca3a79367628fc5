package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody has signed in a few minutes ago, by something that only they have. Changing the ways in needs that, and so does
 * making an API token: an access token alone, which somebody else may have got hold of for its five minutes, must not make a way in
 * that outlives it.
 */
@ApplicationScoped
public class FreshSignIns {

    private final AccountRepository accounts;
    private final LoginSessionRepository sessions;
    private final Clock clock;

    FreshSignIns(AccountRepository accounts, LoginSessionRepository sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = Clock.systemUTC();
    }

    /**
     * The account of the person, which stays as it is until the transaction ends, as does their login: whoever resets the password
     * meanwhile waits, and finds what this transaction made. The problem {@code sign-in-too-old} when the login is not fresh.
     */
    public Uni<StoredAccount> require(SqlClient tx, SignedIn person) {
        return accounts.findUnchanging(tx, UUID.fromString(person.accountId()))
                .onItem()
                .ifNull()
                .failWith(FreshSignIns::tooOld)
                .call(() -> sessions.findForUpdate(tx, UUID.fromString(person.loginSession()))
                        .invoke(this::requireFresh));
    }

    private void requireFresh(@Nullable LoginSession session) {
        if (session == null || !session.isFresh(clock.instant())) {
            throw tooOld();
        }
    }

    private static ProblemException tooOld() {
        return new ProblemException(
                        ProblemType.SIGN_IN_TOO_OLD,
                        "This is possible only within %d minutes after signing in by password or passkey."
                                .formatted(LoginSession.FRESH.toMinutes()))
                .fix("Sign in again by password or passkey, then try again.");
    }
}
