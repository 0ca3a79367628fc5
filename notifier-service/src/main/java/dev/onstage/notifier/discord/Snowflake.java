package dev.onstage.notifier.discord;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Discord's ids: unsigned numbers of 64 bits that count up from 2015 on, so none has fewer than 17 digits. */
final class Snowflake {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{16,19}");
    private static final int BITS = 64;

    private Snowflake() {}

    static boolean isSnowflake(String text) {
        return DIGITS.matcher(text).matches() && new BigInteger(text).bitLength() <= BITS;
    }
}
