package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import org.jspecify.annotations.Nullable;

/** An account that somebody wants to have, as they typed it. */
public record NewAccount(
        String email,
        String name,
        String password,
        @Nullable String avatarUrl) {

    /** The most characters of a password that are looked at. */
    public static final int LONGEST_PASSWORD = PasswordRules.LONGEST_TYPED;

    /** Nobody could type an address with a gap a second time. At its ends gaps do not count. */
    public static final String NO_GAPS = "[\\p{Z}\\s\\p{C}]*+[^\\p{Z}\\s\\p{C}]*+[\\p{Z}\\s\\p{C}]*+";

    @Override
    public String toString() {
        return "NewAccount[]";
    }
}
