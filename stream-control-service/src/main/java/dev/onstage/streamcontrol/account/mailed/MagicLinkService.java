package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.AccountRepository;
import dev.onstage.streamcontrol.account.CheckedAccount;
import dev.onstage.streamcontrol.account.EmailAddress;
import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SignInAttempts;
import dev.onstage.streamcontrol.account.SignInService;
import dev.onstage.streamcontrol.account.SignInWay;
import dev.onstage.streamcontrol.account.SignedInSession;
import dev.onstage.streamcontrol.account.StoredAccount;
import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import dev.onstage.streamcontrol.account.mail.Mails;
import dev.onstage.streamcontrol.account.mail.Mails.Letter;
import dev.onstage.streamcontrol.audit.SignedOutTrail;
import dev.onstage.support.audit.AuditAction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by a code that was mailed. It works only in the browser that asked for it: somebody who forwards their own link must
 * not get another person signed in to an account that is not theirs.
 *
 * <p>Whoever has not shown yet that the address is theirs is mailed a code for a password instead. The account may have been made by
 * somebody else, who waits for the owner of the address to move in: setting the password closes every other way in.
 */
@ApplicationScoped
class MagicLinkService {

    private final Pool pool;
    private final AccountRepository accounts;
    private final SignInAttempts attempts;
    private final SignInService signIn;
    private final OneTimeCodes codes;
    private final Mails mails;
    private final AccountMails texts;
    private final SignedOutTrail trail;

    MagicLinkService(
            Pool pool,
            AccountRepository accounts,
            SignInAttempts attempts,
            SignInService signIn,
            OneTimeCodes codes,
            Mails mails,
            AccountMails texts,
            SignedOutTrail trail) {
        this.pool = pool;
        this.accounts = accounts;
        this.attempts = attempts;
        this.signIn = signIn;
        this.codes = codes;
        this.mails = mails;
        this.texts = texts;
        this.trail = trail;
    }

    /** Mails a code to whoever has an account with this address. Tells nobody whether there is one; the secret for the browser. */
    Uni<String> request(EmailAddress email, Place place) {
        mails.requireConfigured();
        String browser = codes.secret();
        return attempts.beginMail(place.source(), email)
                .invoke(() ->
                        mails.sendLater(() -> accounts.findByEmail(email).chain(account -> letter(account, browser))))
                .replaceWith(browser);
    }

    private Uni<Optional<Letter>> letter(@Nullable StoredAccount account, String browser) {
        if (account == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return account.isEmailProven()
                ? issue(account, OneTimeCodes.MAGIC_LINK, browser)
                        .map(code -> Optional.of(new Letter(account.email(), texts.magicLink(account.name(), code))))
                : issue(account, OneTimeCodes.PASSWORD_RESET, null)
                        .map(code -> Optional.of(new Letter(account.email(), texts.passwordFirst(code))));
    }

    private Uni<String> issue(StoredAccount account, String purpose, @Nullable String browser) {
        return pool.withTransaction(
                tx -> codes.issue(tx, purpose, account.accountId().toString(), OneTimeCodes.LIFETIME, browser));
    }

    /** Signs in by the code. */
    Uni<SignedInSession> signIn(String code, @Nullable String browser, Place place) {
        return attempts.beginCode(place.source())
                .chain(() -> browser == null
                        ? Uni.createFrom().item(Optional.<String>empty())
                        : codes.find(OneTimeCodes.MAGIC_LINK, code, browser))
                .map(AccountMails::requireGood)
                .chain(accountId ->
                        pool.withTransaction(tx -> use(tx, UUID.fromString(accountId), code, browser, place)))
                .call(() -> attempts.codeSucceeded(place.source()))
                .chain(checked -> signIn.open(checked, place));
    }

    private static void requireProven(StoredAccount account) {
        if (!account.isEmailProven()) {
            throw AccountMails.notGood();
        }
    }

    /** The account before the code, in the order that a change of the ways in has. */
    private Uni<CheckedAccount> use(SqlClient tx, UUID accountId, String code, @Nullable String browser, Place place) {
        return accounts.findUnchanging(tx, accountId)
                .onItem()
                .ifNull()
                .failWith(AccountMails::notGood)
                .invoke(MagicLinkService::requireProven)
                .call(() ->
                        codes.use(tx, OneTimeCodes.MAGIC_LINK, code, browser).map(AccountMails::requireGood))
                .call(account -> trail.write(
                        tx,
                        AuditAction.SIGNED_IN_BY_MAIL,
                        new SignedOutTrail.Person(accountId, account.name(), place.source()),
                        null,
                        null))
                .map(account -> CheckedAccount.by(SignInWay.MAIL, account));
    }
}
