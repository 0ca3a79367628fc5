package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.AccountRepository;
import dev.onstage.streamcontrol.account.EmailAddress;
import dev.onstage.streamcontrol.account.PasswordService;
import dev.onstage.streamcontrol.account.Passwords;
import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SignInAttempts;
import dev.onstage.streamcontrol.account.SignOuts;
import dev.onstage.streamcontrol.account.StoredAccount;
import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import dev.onstage.streamcontrol.account.mail.Mails;
import dev.onstage.streamcontrol.account.mail.Mails.Letter;
import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.streamcontrol.audit.SignedOutTrail;
import dev.onstage.support.audit.AuditAction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another password by a code that was mailed. It ends all logins of the account and closes its other ways in: nobody who knew the old
 * password stays, or comes back. So the code also proves the address of an account that somebody else may have made with it.
 */
@ApplicationScoped
class PasswordResetService {

    private final Pool pool;
    private final AccountRepository accounts;
    private final PasswordService passwordService;
    private final Passwords passwords;
    private final SignInAttempts attempts;
    private final SignOuts signOuts;
    private final OneTimeCodes codes;
    private final Mails mails;
    private final AccountMails texts;
    private final SignedOutTrail trail;

    PasswordResetService(
            Pool pool,
            AccountRepository accounts,
            PasswordService passwordService,
            Passwords passwords,
            SignInAttempts attempts,
            SignOuts signOuts,
            OneTimeCodes codes,
            Mails mails,
            AccountMails texts,
            SignedOutTrail trail) {
        this.pool = pool;
        this.accounts = accounts;
        this.passwordService = passwordService;
        this.passwords = passwords;
        this.attempts = attempts;
        this.signOuts = signOuts;
        this.codes = codes;
        this.mails = mails;
        this.texts = texts;
        this.trail = trail;
    }

    /** Mails a code to whoever has an account with this address. Tells nobody whether there is one. */
    Uni<Void> request(EmailAddress email, Place place) {
        mails.requireConfigured();
        return attempts.beginMail(place.source(), email)
                .invoke(() -> mails.sendLater(() -> accounts.findByEmail(email).chain(this::letter)));
    }

    private Uni<Optional<Letter>> letter(@Nullable StoredAccount account) {
        if (account == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return pool.withTransaction(tx -> codes.issue(
                        tx, OneTimeCodes.PASSWORD_RESET, account.accountId().toString(), OneTimeCodes.LIFETIME, null))
                .map(code -> Optional.of(new Letter(account.email(), texts.passwordReset(account.name(), code))));
    }

    /** Sets the password of whoever has the code. A password that is refused does not use the code up. */
    Uni<Void> finish(String code, String wanted, Place place) {
        String canonical = PasswordRules.requireAcceptable(wanted);
        return attempts.beginCode(place.source())
                .chain(() -> codes.find(OneTimeCodes.PASSWORD_RESET, code, null))
                .map(AccountMails::requireGood)
                .chain(accountId -> passwords
                        .hash(canonical)
                        .chain(hash ->
                                pool.withTransaction(tx -> set(tx, UUID.fromString(accountId), code, hash, place))))
                .call(() -> attempts.codeSucceeded(place.source()))
                .chain(signOuts::tell);
    }

    /** The account before the code, in the order that a sign-in by mail has. */
    private Uni<List<UUID>> set(SqlClient tx, UUID accountId, String code, String hash, Place place) {
        return accounts.findToChange(tx, accountId)
                .onItem()
                .ifNull()
                .failWith(AccountMails::notGood)
                .call(() ->
                        codes.use(tx, OneTimeCodes.PASSWORD_RESET, code, null).map(AccountMails::requireGood))
                .call(() -> accounts.proveEmail(tx, accountId))
                .call(account -> trail.write(
                        tx,
                        AuditAction.PASSWORD_RESET,
                        new SignedOutTrail.Person(accountId, account.name(), place.source()),
                        null,
                        null))
                .chain(() -> passwordService.set(tx, accountId, hash));
    }
}
