package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The login sessions of a person, in the person's own hands. */
@ApplicationScoped
class LoginService {

    /** More than anybody reads; ending all of them ends those that are not shown, too. */
    private static final int SHOWN = 100;

    private final Pool pool;
    private final LoginSessionRepository sessions;
    private final SignOuts signOuts;

    LoginService(Pool pool, LoginSessionRepository sessions, SignOuts signOuts) {
        this.pool = pool;
        this.sessions = sessions;
        this.signOuts = signOuts;
    }

    /** Those that are not over, the one used last first. */
    Uni<List<Login>> findOpen(SignedIn person) {
        return sessions.findOpen(UUID.fromString(person.accountId()), SHOWN).map(found -> found.stream()
                .map(session -> Login.of(session, person.loginSession()))
                .toList());
    }

    /** Ends one of them; the problem {@code not-found} when the person has no such login. */
    Uni<Void> end(SignedIn person, UUID loginId) {
        return pool.withTransaction(
                        tx -> sessions.findForUpdate(tx, loginId).chain(session -> end(tx, person, session)))
                .chain(() -> signOuts.tell(List.of(loginId)));
    }

    private Uni<Void> end(SqlClient tx, SignedIn person, @Nullable LoginSession session) {
        if (session == null || !session.accountId().toString().equals(person.accountId())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "You have no such login.")
                    .fix("Look at the list of your logins again.");
        }
        return signOuts.end(tx, session);
    }

    /** Ends all of them, or all but the one that asks, and the person's API tokens. */
    Uni<Void> endAll(SignedIn person, boolean butThisOne) {
        UUID kept = butThisOne ? UUID.fromString(person.loginSession()) : null;
        return pool.withTransaction(tx -> signOuts.endAllAndApiTokens(tx, UUID.fromString(person.accountId()), kept))
                .chain(signOuts::tell);
    }
}
