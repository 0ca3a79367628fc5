package dev.onstage.streamcontrol.account.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.AccountRepository;
import dev.onstage.streamcontrol.account.CheckedAccount;
import dev.onstage.streamcontrol.account.FreshSignIns;
import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SignInAttempts;
import dev.onstage.streamcontrol.account.SignInService;
import dev.onstage.streamcontrol.account.SignInWay;
import dev.onstage.streamcontrol.account.SignedInSession;
import dev.onstage.streamcontrol.account.StoredAccount;
import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import dev.onstage.streamcontrol.account.mail.MailText;
import dev.onstage.streamcontrol.account.mail.Mails;
import dev.onstage.streamcontrol.account.mail.Mails.Letter;
import dev.onstage.support.access.CallersContext;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys: a second way in, beside the password. A challenge is a one-time code, so an answer is good once and for a few minutes.
 * What is wrong with an answer is not told apart.
 */
@ApplicationScoped
class PasskeyService {

    private static final String SIGN_IN = "passkey-sign-in";

    /** A challenge for a sign-in is anybody's. */
    private static final String ANYBODY = "anybody";

    private static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(5);
    private static final int MOST = 20;

    private final Pool pool;
    private final AccountRepository accounts;
    private final PasskeyRepository passkeys;
    private final SignInAttempts attempts;
    private final SignInService signIn;
    private final FreshSignIns freshSignIns;
    private final OneTimeCodes codes;
    private final Mails mails;
    private final PasskeyCeremonies ceremonies;

    PasskeyService(
            Pool pool,
            AccountRepository accounts,
            PasskeyRepository passkeys,
            SignInAttempts attempts,
            SignInService signIn,
            FreshSignIns freshSignIns,
            OneTimeCodes codes,
            Mails mails,
            @ConfigProperty(name = "onstage.public-url") URI publicUrl) {
        this.pool = pool;
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.attempts = attempts;
        this.signIn = signIn;
        this.freshSignIns = freshSignIns;
        this.codes = codes;
        this.mails = mails;
        this.ceremonies = new PasskeyCeremonies(publicUrl);
    }

    Uni<List<Passkey>> findOf(SignedIn person) {
        return passkeys.findOf(UUID.fromString(person.accountId()));
    }

    /** What to ask of an authenticator that the person has not registered yet. */
    Uni<PasskeyOptions.Creation> beginRegistration(SignedIn person) {
        return pool.withTransaction(tx -> freshSignIns.require(tx, person).chain(account -> passkeys.findCredentials(
                        tx, account.accountId())
                .invoke(PasskeyService::requireRoom)
                .chain(known -> challenge(tx, account).map(challenge -> creation(account, challenge, known)))));
    }

    private Uni<String> challenge(SqlClient tx, StoredAccount account) {
        return codes.issue(
                tx, OneTimeCodes.PASSKEY_REGISTRATION, account.accountId().toString(), CHALLENGE_LIFETIME, null);
    }

    private PasskeyOptions.Creation creation(StoredAccount account, String challenge, List<String> known) {
        return new PasskeyOptions.Creation(
                new PasskeyOptions.RelyingParty(ceremonies.host(), "Onstage"),
                new PasskeyOptions.User(handle(account.accountId()), account.email(), account.name()),
                challenge,
                PasskeyCeremonies.algorithms().stream()
                        .map(PasskeyOptions.Parameter::of)
                        .toList(),
                CHALLENGE_LIFETIME.toMillis(),
                known.stream().map(PasskeyOptions.Credential::of).toList(),
                PasskeyOptions.Selection.OF_OWNER,
                "none");
    }

    /** Registers an authenticator by its answer, and tells the owner of the account by mail. */
    Uni<UUID> register(SignedIn person, String label, JsonNode credential) {
        UUID passkeyId = UuidCreator.getTimeOrderedEpoch();
        String name = VisibleText.trimmed(label);
        PasskeyAnswer answer = PasskeyAnswer.read(credential).orElseThrow(PasskeyService::refused);
        return away(() -> ceremonies.register(answer))
                .map(made -> made.orElseThrow(PasskeyService::refused))
                .chain(made -> pool.withTransaction(tx -> freshSignIns
                        .require(tx, person)
                        .call(account -> insert(tx, account, passkeyId, name, answer, made))))
                .invoke(account -> mails.tell(new Letter(account.email(), added(account, name))))
                .replaceWith(passkeyId);
    }

    private Uni<Void> insert(
            SqlClient tx,
            StoredAccount account,
            UUID passkeyId,
            String name,
            PasskeyAnswer answer,
            RegisteredPasskey made) {
        return codes.use(tx, OneTimeCodes.PASSKEY_REGISTRATION, answer.challenge(), null)
                .invoke(subject -> requireOf(account.accountId().toString(), subject))
                .chain(() -> passkeys.insert(tx, passkeyId, account.accountId(), name, made))
                .invoke(PasskeyService::requireNew)
                .replaceWithVoid();
    }

    private static MailText added(StoredAccount account, String name) {
        return MailText.about("A passkey for your Onstage account")
                .paragraph("Hello %s,", account.name())
                .paragraph("the passkey \"%s\" was added to your account. It signs in without your password.", name)
                .paragraph(
                        "If it was not you, choose \"Forgot the password?\" where you sign in: another password ends all logins"
                                + " and API tokens, and removes all passkeys.")
                .build();
    }

    /** Removes one of the person's; the logins that it opened go on. */
    Uni<Void> remove(SignedIn person, UUID passkeyId) {
        return pool.withTransaction(tx -> freshSignIns
                        .require(tx, person)
                        .chain(account -> passkeys.delete(tx, account.accountId(), passkeyId)))
                .invoke(removed -> {
                    if (!removed) {
                        throw new ProblemException(ProblemType.NOT_FOUND, "You have no such passkey.")
                                .fix("Look at the list of your passkeys again.");
                    }
                })
                .replaceWithVoid();
    }

    /** What to ask of an authenticator to sign in, whoever that is; the answer is an attempt. */
    Uni<PasskeyOptions.Request> beginSignIn(Place place) {
        return attempts.beginBeginning(place.source())
                .chain(() -> pool.withTransaction(tx -> codes.issue(tx, SIGN_IN, ANYBODY, CHALLENGE_LIFETIME, null)))
                .map(challenge ->
                        PasskeyOptions.Request.of(challenge, CHALLENGE_LIFETIME.toMillis(), ceremonies.host()));
    }

    /** Signs in by the answer. Its challenge is used up by that, whether the answer holds or not. */
    Uni<SignedInSession> signIn(JsonNode credential, Place place) {
        PasskeyAnswer answer = PasskeyAnswer.read(credential).orElseThrow(PasskeyService::refused);
        return attempts.beginCode(place.source())
                .chain(() -> pool.withTransaction(tx -> codes.use(tx, SIGN_IN, answer.challenge(), null)))
                .invoke(subject -> requireOf(ANYBODY, subject))
                .chain(() -> passkeys.find(answer.credentialId()))
                .chain(known -> check(known, answer))
                .call(() -> attempts.codeSucceeded(place.source()))
                .chain(checked -> signIn.open(checked, place));
    }

    /** The account is read after the passkey and before its use is noted: a passkey that is taken away meanwhile is missed by one of them. */
    private Uni<CheckedAccount> check(PasskeyRepository.@Nullable Known known, PasskeyAnswer answer) {
        if (known == null
                || !(answer.userHandle().isEmpty() || answer.userHandle().equals(handle(known.accountId())))) {
            throw refused();
        }
        return accounts.find(known.accountId())
                .onItem()
                .ifNull()
                .failWith(PasskeyService::refused)
                .map(account -> CheckedAccount.by(SignInWay.PASSKEY, account))
                .call(() -> away(() -> ceremonies.authenticate(answer, known.registered()))
                        .map(used -> used.orElseThrow(PasskeyService::refused))
                        .chain(used -> passkeys.noteUse(known, used))
                        .invoke(PasskeyService::requireNoted));
    }

    private static void requireNoted(boolean noted) {
        if (!noted) {
            throw refused();
        }
    }

    /** Off the event loop: the first answer loads a lot of classes. */
    private static Uni<Optional<RegisteredPasskey>> away(Supplier<Optional<RegisteredPasskey>> work) {
        return CallersContext.returnTo(
                Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private static String handle(UUID accountId) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(accountId.getMostSignificantBits())
                .putLong(accountId.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void requireOf(String expected, Optional<String> subject) {
        if (!subject.equals(Optional.of(expected))) {
            throw refused();
        }
    }

    private static void requireNew(boolean inserted) {
        if (!inserted) {
            throw new ProblemException(ProblemType.CONFLICT, "This passkey is registered already.")
                    .fix("Use it, or register another device.");
        }
    }

    private static void requireRoom(List<String> known) {
        if (known.size() >= MOST) {
            throw new ProblemException(ProblemType.CONFLICT, "You have %d passkeys already.".formatted(MOST))
                    .fix("Remove one that you do not use.");
        }
    }

    private static ProblemException refused() {
        return new ProblemException(ProblemType.PASSKEY_REFUSED, "The passkey was not accepted.")
                .fix("Try again, or sign in with email address and password.");
    }
}
