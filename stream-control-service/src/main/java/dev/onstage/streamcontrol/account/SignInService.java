package dev.onstage.streamcontrol.account;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.LoginSession.Lifetimes;
import dev.onstage.streamcontrol.account.LoginSession.Presented;
import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.streamcontrol.channel.ChannelRoles;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Signing in, staying signed in, signing out. */
@ApplicationScoped
public class SignInService {

    private static final Logger LOG = Logger.getLogger(SignInService.class);
    private static final int KEY_BYTES = 32;

    private final Pool pool;
    private final AccountRepository accounts;
    private final LoginSessionRepository sessions;
    private final ChannelRoles roles;
    private final Passwords passwords;
    private final SignInAttempts attempts;
    private final AccessTokens accessTokens;
    private final SecretCipher cipher;
    private final SignOuts signOuts;
    private final Lifetimes lifetimes;
    private final Clock clock;
    private final SecureRandom random;

    SignInService(
            Pool pool,
            AccountRepository accounts,
            LoginSessionRepository sessions,
            ChannelRoles roles,
            Passwords passwords,
            SignInAttempts attempts,
            AccessTokens accessTokens,
            SecretCipher cipher,
            SignOuts signOuts,
            AccountConfig config) {
        this.pool = pool;
        this.accounts = accounts;
        this.sessions = sessions;
        this.roles = roles;
        this.passwords = passwords;
        this.attempts = attempts;
        this.accessTokens = accessTokens;
        this.cipher = cipher;
        this.signOuts = signOuts;
        this.lifetimes = new Lifetimes(config.loginSessionLifetime(), config.loginSessionEnd());
        this.clock = Clock.systemUTC();
        this.random = new SecureRandom();
    }

    /**
     * Checks the password and opens a login session. The answer does not tell whether the account exists.
     *
     * @param place where the request comes from
     */
    Uni<SignedInSession> signIn(EmailAddress email, String password, Place place) {
        String source = place.source();
        return attempts.begin(source, email)
                .chain(() -> accounts.findByEmail(email))
                .chain(found -> passwords
                        .matches(password, found == null ? null : found.passwordHash())
                        .onFailure()
                        .call(() -> attempts.takeBack(source, email))
                        .chain(right -> Boolean.TRUE.equals(right) && found != null
                                ? attempts.succeeded(source, email)
                                        .call(() -> hashAgain(found, password))
                                        .chain(() -> open(CheckedAccount.by(SignInWay.PASSWORD, found), place))
                                : Uni.createFrom().failure(wrong())));
    }

    /** The one moment the password is at hand. What goes wrong here keeps nobody out: the next sign-in tries again. */
    private Uni<Void> hashAgain(StoredAccount account, String password) {
        String stored = account.passwordHash();
        Optional<String> canonical = PasswordRules.canonical(password);
        if (canonical.isEmpty() || !passwords.isOutdated(stored)) {
            return Uni.createFrom().voidItem();
        }
        return passwords
                .hash(canonical.get())
                .chain(fresh -> accounts.replaceHash(account.accountId(), stored, fresh))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("A password hash could not be renewed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Opens a login session for somebody who was checked; the problem {@code sign-in-failed} when what they were checked by was
     * changed since.
     */
    public Uni<SignedInSession> open(CheckedAccount checked, Place place) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        LoginSession session = new LoginSession(
                UuidCreator.getTimeOrderedEpoch(),
                checked,
                cipher.encrypt(Base64.getEncoder().encodeToString(key)),
                place,
                clock.instant(),
                lifetimes);
        return pool.withTransaction(tx -> accounts.findUnchanging(tx, checked.accountId())
                        .onItem()
                        .ifNull()
                        .failWith(SignInService::signedOut)
                        .invoke(account -> requireSame(checked, account))
                        .call(() -> sessions.insert(tx, session)))
                .chain(account -> signedIn(account, session, key));
    }

    private static void requireSame(CheckedAccount checked, StoredAccount account) {
        if (checked.credentialsVersion() != account.credentialsVersion()) {
            throw new ProblemException(
                            ProblemType.SIGN_IN_FAILED,
                            "The password was changed, or everybody was signed out, while you were signing in.")
                    .fix("Sign in again.");
        }
    }

    /**
     * Exchanges a refresh token for the next one. One that was exchanged before ends the login session: somebody has a
     * copy of it.
     */
    Uni<SignedInSession> refresh(String refreshToken) {
        RefreshToken token = RefreshToken.parse(refreshToken).orElseThrow(SignInService::signedOut);
        return pool.withTransaction(tx -> sessions.findForUpdate(tx, token.loginSessionId())
                        .chain(session -> session == null
                                ? Uni.createFrom().item(Refreshed.REFUSED)
                                : present(tx, session, token)))
                .call(refreshed -> refreshed.reused() == null
                        ? Uni.createFrom().voidItem()
                        : signOuts.tell(List.of(refreshed.reused())))
                .chain(refreshed -> refreshed.account() == null || refreshed.session() == null
                        ? Uni.createFrom().failure(signedOut())
                        : signedIn(refreshed.account(), refreshed.session(), keyOf(refreshed.session())));
    }

    /**
     * Ends the login session of this refresh token and the one that an access token of the request was issued in, which
     * are the same in a browser. Without a genuine one there is nothing to end.
     *
     * @param verified {@code sid} of an access token that was verified
     */
    Uni<Void> signOut(@Nullable String refreshToken, @Nullable String verified) {
        Uni<Void> byRefreshToken = Optional.ofNullable(refreshToken)
                .flatMap(RefreshToken::parse)
                .map(token -> end(token.loginSessionId(), session -> token.isGenuine(keyOf(session))))
                .orElseGet(() -> Uni.createFrom().voidItem());
        return verified == null
                ? byRefreshToken
                : byRefreshToken.chain(() -> end(UUID.fromString(verified), session -> true));
    }

    private Uni<Void> end(UUID loginSessionId, Predicate<LoginSession> allowed) {
        return pool.withTransaction(tx -> sessions.findForUpdate(tx, loginSessionId)
                        .map(session -> session != null && allowed.test(session) ? session : null)
                        .call(session -> session == null ? Uni.createFrom().voidItem() : signOuts.end(tx, session)))
                .chain(ended -> ended == null ? Uni.createFrom().voidItem() : signOuts.tell(List.of(loginSessionId)));
    }

    /** The account as it is now, which may be ahead of the access token. */
    Uni<Account> find(UUID accountId) {
        return accounts.find(accountId)
                .onItem()
                .ifNull()
                .failWith(SignInService::signedOut)
                .chain(this::withChannels);
    }

    private Uni<Refreshed> present(SqlClient tx, LoginSession session, RefreshToken token) {
        if (!token.isGenuine(keyOf(session))) {
            return Uni.createFrom().item(Refreshed.REFUSED);
        }
        Presented presented = session.present(token.generation(), clock.instant(), lifetimes);
        return switch (presented) {
            // The end must be kept, so this is not a failure of the transaction.
            case REUSED -> signOuts.write(tx, session).replaceWith(Refreshed.reused(session));
            case OVER -> Uni.createFrom().item(Refreshed.REFUSED);
            case ROTATED -> sessions.update(tx, session).chain(() -> refreshed(tx, session));
            case REPEATED -> refreshed(tx, session);
        };
    }

    private Uni<Refreshed> refreshed(SqlClient tx, LoginSession session) {
        return accounts.find(tx, session.accountId()).map(account -> new Refreshed(account, session, null));
    }

    private Uni<SignedInSession> signedIn(StoredAccount stored, LoginSession session, byte[] key) {
        return withChannels(stored).chain(account -> accessTokens
                .issue(account, stored.rolesVersion(), session)
                .map(accessToken -> new SignedInSession(
                        account,
                        accessToken.text(),
                        accessToken.lifetime(),
                        RefreshToken.issue(session.loginSessionId(), session.generation(), key)
                                .text(),
                        Duration.between(clock.instant(), session.expiresAt()))));
    }

    private Uni<Account> withChannels(StoredAccount stored) {
        return roles.of(stored.accountId()).map(channels -> Account.of(stored, channels));
    }

    private byte[] keyOf(LoginSession session) {
        return Base64.getDecoder().decode(cipher.decrypt(session.refreshKey()));
    }

    private static ProblemException wrong() {
        return new ProblemException(ProblemType.SIGN_IN_FAILED, "Email address or password is wrong.")
                .fix("Check both and try again.");
    }

    private static ProblemException signedOut() {
        return new ProblemException(ProblemType.UNAUTHENTICATED, "The login session is over.").fix("Sign in again.");
    }

    private record Refreshed(
            @Nullable StoredAccount account,
            @Nullable LoginSession session,
            @Nullable UUID reused) {
        static final Refreshed REFUSED = new Refreshed(null, null, null);

        static Refreshed reused(LoginSession session) {
            return new Refreshed(null, null, session.loginSessionId());
        }
    }
}
