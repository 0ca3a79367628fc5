package dev.onstage.streamcontrol.account.password;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.text.Normalizer;
import java.util.Optional;

/**
 * What a password may be. One that is typed on another keyboard or system must be the same password, so it is compared in
 * the Unicode form NFKC, and its length is counted in characters of that form. A control character, or half of a surrogate
 * pair, is never part of a password: no keyboard types them, and what lies behind them has been cut off or replaced by
 * others before.
 */
public final class PasswordRules {

    /** Characters. */
    static final int SHORTEST = 10;

    /** Characters. */
    static final int LONGEST = 128;

    /** How much of a request is looked at: no password of {@link #LONGEST} characters is typed in more. */
    public static final int LONGEST_TYPED = 1024;

    private PasswordRules() {}

    /** The form that is hashed; empty when there is none, since the text cannot be a password. */
    public static Optional<String> canonical(String typed) {
        String canonical = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        return typed.codePoints().anyMatch(PasswordRules::isNeverTyped) ? Optional.empty() : Optional.of(canonical);
    }

    /** The form that is hashed of a new password; the problem {@code invalid-request} when it is not acceptable. */
    public static String requireAcceptable(String typed) {
        String canonical = canonical(typed)
                .orElseThrow(() -> refused(
                        "The password holds a control character.",
                        "Choose a password of characters that can be typed."));
        int characters = canonical.codePointCount(0, canonical.length());
        if (characters < SHORTEST || characters > LONGEST) {
            throw refused(
                    "The password is too %s: it has %d characters."
                            .formatted(characters < SHORTEST ? "short" : "long", characters),
                    "Choose a password of %d to %d characters.".formatted(SHORTEST, LONGEST));
        }
        return canonical;
    }

    private static boolean isNeverTyped(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    private static ProblemException refused(String detail, String fix) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail).fix(fix);
    }
}
