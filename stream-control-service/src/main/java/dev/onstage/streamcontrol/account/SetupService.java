package dev.onstage.streamcontrol.account;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.streamcontrol.audit.SignedOutTrail;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The first run: the first account, which runs the install, and its channel. Once. */
@ApplicationScoped
class SetupService {

    static final String FIRST_CHANNEL = "main";

    private final Pool pool;
    private final AccountRepository accounts;
    private final ChannelService channels;
    private final Passwords passwords;
    private final SignInService signIn;
    private final SignInAttempts attempts;
    private final SetupToken setupToken;
    private final SignedOutTrail trail;

    /** Stays true: the row of an account is never deleted. */
    private volatile boolean done;

    SetupService(
            Pool pool,
            AccountRepository accounts,
            ChannelService channels,
            Passwords passwords,
            SignInService signIn,
            SignInAttempts attempts,
            SetupToken setupToken,
            SignedOutTrail trail) {
        this.pool = pool;
        this.accounts = accounts;
        this.channels = channels;
        this.passwords = passwords;
        this.signIn = signIn;
        this.attempts = attempts;
        this.setupToken = setupToken;
        this.trail = trail;
    }

    /** Whether the first account exists. */
    Uni<Boolean> isDone() {
        return done ? Uni.createFrom().item(true) : accounts.anyExists().invoke(this::remember);
    }

    private void remember(boolean exists) {
        if (exists) {
            done = true;
        }
    }

    /** Creates the account and the channel in one transaction, then signs the account in. */
    Uni<SignedInSession> setUp(SetupRequest request, Place place) {
        String source = place.source();
        String password = PasswordRules.requireAcceptable(request.password());
        UUID accountId = UuidCreator.getTimeOrderedEpoch();
        return isDone().invoke(SetupService::refuseWhenDone)
                .chain(() -> attempts.beginSetup(source))
                .invoke(() -> setupToken.require(request.setupToken()))
                .chain(() -> attempts.setupSucceeded(source))
                .chain(() -> passwords.hash(password))
                .chain(hash -> pool.withTransaction(tx -> create(tx, accountId, request, hash, source)))
                .chain(() -> signIn.open(CheckedAccount.justMade(accountId), place));
    }

    private Uni<Void> create(SqlClient tx, UUID accountId, SetupRequest request, String passwordHash, String source) {
        String name = VisibleText.trimmed(request.name());
        return accounts.anyExistsAtLast(tx)
                .invoke(SetupService::refuseWhenDone)
                .chain(() -> accounts.insert(tx, accountId, EmailAddress.of(request.email()), name, passwordHash, true))
                .chain(() -> accounts.proveEmail(tx, accountId))
                .chain(() -> channels.create(tx, FIRST_CHANNEL, request.channelTitleOrDefault(), accountId, name))
                .chain(() -> trail.write(
                        tx,
                        AuditAction.INSTALL_SET_UP,
                        new SignedOutTrail.Person(accountId, name, source),
                        FIRST_CHANNEL,
                        null));
    }

    private static void refuseWhenDone(boolean done) {
        if (done) {
            throw new ProblemException(ProblemType.SETUP_DONE, "The first account exists already.")
                    .fix("Sign in with it.");
        }
    }
}
