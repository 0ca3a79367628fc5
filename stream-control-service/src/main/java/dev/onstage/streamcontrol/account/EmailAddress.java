package dev.onstage.streamcontrol.account;

import dev.onstage.support.text.VisibleText;
import java.text.Normalizer;
import java.util.Locale;

/**
 * An email address as the name of an account. Two spellings that Unicode calls the same, in any case, name the same account:
 * {@link #key()} is equal for them and is what accounts are found by and what attempts are counted by.
 */
public record EmailAddress(String written) {

    /** What somebody typed, without what shows nothing at its ends. */
    public static EmailAddress of(String typed) {
        return new EmailAddress(VisibleText.trimmed(typed));
    }

    /** Equal for all spellings of one address. */
    public String key() {
        String folded = Normalizer.normalize(written, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
}
