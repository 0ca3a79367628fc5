package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.UUID;

/** Another password. Whoever was let in by the old one has to sign in again. */
@ApplicationScoped
public class PasswordService {

    private final Pool pool;
    private final AccountRepository accounts;
    private final Passwords passwords;
    private final SignInAttempts attempts;
    private final SignOuts signOuts;
    private final Instance<WayIn> waysIn;

    PasswordService(
            Pool pool,
            AccountRepository accounts,
            Passwords passwords,
            SignInAttempts attempts,
            SignOuts signOuts,
            Instance<WayIn> waysIn) {
        this.pool = pool;
        this.accounts = accounts;
        this.passwords = passwords;
        this.attempts = attempts;
        this.signOuts = signOuts;
        this.waysIn = waysIn;
    }

    /** Changes the password of somebody who knows it. The login that asks goes on. */
    Uni<Void> change(SignedIn person, String current, String wanted, Place place) {
        String canonical = PasswordRules.requireAcceptable(wanted);
        UUID kept = UUID.fromString(person.loginSession());
        return accounts.find(UUID.fromString(person.accountId()))
                .onItem()
                .ifNull()
                .failWith(PasswordService::wrong)
                .chain(account -> check(account, current, place.source())
                        .chain(() -> passwords.hash(canonical))
                        .chain(hash -> pool.withTransaction(tx -> replace(tx, account, hash, kept))))
                .chain(signOuts::tell);
    }

    private Uni<Void> check(StoredAccount account, String current, String source) {
        EmailAddress email = EmailAddress.of(account.email());
        return attempts.begin(source, email)
                .chain(() -> passwords
                        .matches(current, account.passwordHash())
                        .onFailure()
                        .call(() -> attempts.takeBack(source, email)))
                .chain(right -> right
                        ? attempts.succeeded(source, email)
                        : Uni.createFrom().failure(wrong()));
    }

    private Uni<List<UUID>> replace(SqlClient tx, StoredAccount account, String hash, UUID kept) {
        return accounts.replaceHash(tx, account.accountId(), account.passwordHash(), hash)
                .invoke(PasswordService::requireUnchanged)
                .chain(() -> signOuts.endAll(tx, account.accountId(), kept));
    }

    /**
     * Sets the password of an account whose owner was checked otherwise, in the caller's transaction; the logins and API tokens that
     * end. Every other way in is closed: somebody else may have made it. To be followed by {@link SignOuts#tell} once that is committed.
     *
     * @param hash of {@link Passwords}
     */
    public Uni<List<UUID>> set(SqlClient tx, UUID accountId, String hash) {
        return accounts.setHash(tx, accountId, hash)
                .chain(() -> closeWaysIn(tx, accountId))
                .chain(() -> signOuts.endAllAndApiTokens(tx, accountId, null));
    }

    private Uni<Void> closeWaysIn(SqlClient tx, UUID accountId) {
        return Multi.createFrom()
                .iterable(waysIn)
                .onItem()
                .transformToUniAndConcatenate(way -> way.close(tx, accountId))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static void requireUnchanged(boolean replaced) {
        if (!replaced) {
            throw new ProblemException(ProblemType.CONFLICT, "The password was changed in the same moment.")
                    .fix("Try again with the password that was set.");
        }
    }

    private static ProblemException wrong() {
        return new ProblemException(ProblemType.PASSWORD_WRONG, "The current password is wrong.")
                .fix("Check it and try again.");
    }
}
