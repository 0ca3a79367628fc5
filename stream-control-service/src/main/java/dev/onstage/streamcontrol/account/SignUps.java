package dev.onstage.streamcontrol.account;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes accounts other than the first, for whoever was let in by another feature, and signs them in. */
@ApplicationScoped
public class SignUps {

    private static final String INSERT = """
            insert into accounts (account_id, email, email_key, name, password_hash, avatar_url)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (email_key) do nothing
            """;

    private final Passwords passwords;
    private final SignInService signIn;
    private final SignInAnswers answers;

    SignUps(Passwords passwords, SignInService signIn, SignInAnswers answers) {
        this.passwords = passwords;
        this.signIn = signIn;
        this.answers = answers;
    }

    /**
     * An account that can be written: its password is hashed.
     *
     * @param accountId its id to be
     */
    public record Prepared(UUID accountId, NewAccount account, String passwordHash) {
        @Override
        public String toString() {
            return "Prepared[" + accountId + "]";
        }
    }

    /** Checks and hashes the password, which takes a while: not within a transaction. */
    public Uni<Prepared> prepare(NewAccount account) {
        String canonical = PasswordRules.requireAcceptable(account.password());
        return passwords.hash(canonical).map(hash -> new Prepared(UuidCreator.getTimeOrderedEpoch(), account, hash));
    }

    /** Writes the account in the caller's transaction; the problem {@code conflict} when the address has one. */
    public Uni<Void> create(SqlClient tx, Prepared prepared) {
        EmailAddress email = EmailAddress.of(prepared.account().email());
        return tx.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    prepared.accountId(),
                    email.written(),
                    email.key(),
                    VisibleText.trimmed(prepared.account().name()),
                    prepared.passwordHash(),
                    prepared.account().avatarUrl()
                }))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new ProblemException(ProblemType.CONFLICT, "There is an account with this address.")
                                .fix("Sign in with it, then accept the invite.");
                    }
                })
                .replaceWithVoid();
    }

    /** Signs a new account in; the answer for its owner. */
    public Uni<Response> signIn(
            UUID accountId, Place place, @Nullable TokenDelivery tokens, @Nullable String channelId) {
        return signIn.open(CheckedAccount.justMade(accountId), place)
                .map(session -> answers.of(Response.Status.CREATED, session, tokens, channelId));
    }
}
