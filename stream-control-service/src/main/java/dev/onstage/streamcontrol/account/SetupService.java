package dev.onstage.streamcontrol.account;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The first run: the first account, which runs the install, and its channel. Once. */
@ApplicationScoped
class SetupService {

    static final String FIRST_CHANNEL = "main";

    private final Pool pool;
    private final AccountRepository accounts;
    private final ChannelService channels;
    private final Passwords passwords;
    private final SignInService signIn;
    private final Optional<String> setupToken;

    SetupService(
            Pool pool,
            AccountRepository accounts,
            ChannelService channels,
            Passwords passwords,
            SignInService signIn,
            @ConfigProperty(name = "onstage.setup-token") Optional<String> setupToken) {
        this.pool = pool;
        this.accounts = accounts;
        this.channels = channels;
        this.passwords = passwords;
        this.signIn = signIn;
        this.setupToken = setupToken;
    }

    /** Whether the first account exists. */
    Uni<Boolean> isDone() {
        return pool.withTransaction(accounts::anyExists);
    }

    /** Creates the account and the channel in one transaction, then signs the account in. */
    Uni<SignedInSession> setUp(SetupRequest request, String source) {
        Passwords.requireAcceptable(request.password());
        UUID accountId = UuidCreator.getTimeOrderedEpoch();
        return isDone().invoke(SetupService::refuseWhenDone)
                .invoke(() -> requireToken(request.setupToken()))
                .chain(() -> passwords.hash(request.password()))
                .chain(hash -> pool.withTransaction(tx -> create(tx, accountId, request, hash)))
                .chain(() -> signIn.open(accountId, source));
    }

    private Uni<Void> create(SqlClient tx, UUID accountId, SetupRequest request, String passwordHash) {
        return accounts.anyExists(tx)
                .invoke(SetupService::refuseWhenDone)
                .chain(() -> accounts.insert(
                        tx, accountId, request.email().strip(), request.name().strip(), passwordHash, true))
                .chain(() -> channels.create(
                        tx,
                        FIRST_CHANNEL,
                        request.channelTitleOrDefault(),
                        accountId,
                        request.name().strip()));
    }

    private static void refuseWhenDone(boolean done) {
        if (done) {
            throw new ProblemException(ProblemType.SETUP_DONE, "The first account exists already.")
                    .fix("Sign in with it.");
        }
    }

    private void requireToken(String presented) {
        String expected = setupToken.filter(token -> !token.isBlank()).orElseThrow(() -> new ProblemException(
                        ProblemType.SETUP_TOKEN_INVALID, "This install has no setup token yet.")
                .fix("Set ONSTAGE_SETUP_TOKEN for stream-control and restart it."));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), presented.strip().getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(ProblemType.SETUP_TOKEN_INVALID, "The setup token is wrong.")
                    .fix("Copy the token that the install printed when it started (ONSTAGE_SETUP_TOKEN).");
        }
    }
}
