package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import dev.onstage.streamcontrol.account.mail.MailText;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What is mailed to somebody about their account. A code is the fragment of an address, which no server and no log ever sees, and
 * following the address alone uses nothing up: mail scanners do that as well.
 */
@ApplicationScoped
class AccountMails {

    private final URI publicUrl;

    AccountMails(@ConfigProperty(name = "onstage.public-url") URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    MailText passwordReset(String name, String code) {
        return MailText.about("Your new Onstage password")
                .paragraph("Hello %s,", name)
                .paragraph("somebody, most likely you, wants to set a new password for this address.")
                .link("Choose a new password", page("reset-password", code))
                .paragraph(
                        "The link works once, for %s minutes. If it was not you, do nothing: your password stays.",
                        minutes())
                .build();
    }

    MailText magicLink(String name, String code) {
        return MailText.about("Sign in to Onstage")
                .paragraph("Hello %s,", name)
                .paragraph("somebody, most likely you, wants to sign in with this address.")
                .link("Sign in", page("magic-link", code))
                .paragraph(
                        "The link works once, for %s minutes, and only in the browser that asked for it. If it was not"
                                + " you, do nothing.",
                        minutes())
                .build();
    }

    /** To who wants to sign in with an address that nobody has proven. The name is not said: somebody else may have chosen it. */
    MailText passwordFirst(String code) {
        return MailText.about("Sign in to Onstage")
                .paragraph("Hello,")
                .paragraph(
                        "somebody, most likely you, wants to sign in with this address. There is an account with it, but nobody has"
                                + " shown yet that the address is theirs. To make the account yours, choose a password.")
                .link("Choose a password", page("reset-password", code))
                .paragraph(
                        "The link works once, for %s minutes. It ends all logins of the account. If it was not you, do nothing.",
                        minutes())
                .build();
    }

    private URI page(String name, String code) {
        return publicUrl.resolve("/" + name + "#" + code);
    }

    private static String minutes() {
        return Long.toString(OneTimeCodes.LIFETIME.toMinutes());
    }

    /** What a code opens, else the problem {@code code-invalid}. */
    static String requireGood(Optional<String> subject) {
        return subject.orElseThrow(AccountMails::notGood);
    }

    /** The problem {@code code-invalid}. */
    static ProblemException notGood() {
        return new ProblemException(ProblemType.CODE_INVALID, "This link does not work, or not any more.")
                .fix("Ask for another mail, and open its link in the same browser.");
    }
}
