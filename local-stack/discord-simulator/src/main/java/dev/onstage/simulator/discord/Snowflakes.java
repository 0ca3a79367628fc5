package dev.onstage.simulator.discord;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Discord's ids. */
final class Snowflakes {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");

    private Snowflakes() {}

    static boolean isSnowflake(@Nullable String value) {
        return value != null && DIGITS.matcher(value).matches();
    }
}
