package dev.onstage.webhookingest.normalization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The provider's timestamps: RFC 3339 with 0 to 9 fraction digits in webhooks, integer nanoseconds since 1970 by its
 * specification. Both are read.
 */
final class ProviderTimes {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
    private static final int SECONDS_END = 19;
    private static final int FRACTION_START = 20;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int SECONDS_A_DAY = 86_400;
    private static final int LONGEST = 64;
    private static final int MOST_NANOS_DIGITS = 21;
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private ProviderTimes() {}

    /**
     * The time the parser stands on; null for JSON null, an empty text, the zero time before 1970, and whatever is no time
     * that people and databases write with a year of four digits. Leaves the parser at the end of the value.
     */
    static @Nullable Instant read(JsonParser parser) throws IOException {
        Instant instant = null;
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            instant = parser.getTextLength() > LONGEST ? null : parse(parser.getText());
        } else if (parser.currentToken().isNumeric()) {
            instant = ofNanos(ProviderJson.number(parser));
        } else {
            parser.skipChildren();
        }
        return instant == null || instant.isBefore(Instant.EPOCH) || !instant.isBefore(END) ? null : instant;
    }

    private static @Nullable Instant parse(String text) {
        Instant usual = parseUsual(text);
        if (usual != null) {
            return usual;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /**
     * Reads {@code 2026-11-20T19:06:12.460122734Z} and the like, many times faster than the general parser, which takes
     * longer for the times of a delivery than the rest of it does. Null for every other form, wrong ones included.
     */
    static @Nullable Instant parseUsual(String text) {
        int length = text.length();
        if (length <= SECONDS_END
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, SECONDS_END);
        int nanos = fraction(text, length - 1);
        if (year < 0 || month < 1 || month > 12 || day < 1 || (day > 28 && !isDay(year, month, day))) {
            return null;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0) {
            return null;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static boolean isDay(int year, int month, int day) {
        return day <= LocalDate.of(year, month, 1).lengthOfMonth();
    }

    /** The digits between the seconds and {@code end}, in nanoseconds; -1 when they are not a fraction. */
    private static int fraction(String text, int end) {
        if (end == SECONDS_END) {
            return 0;
        }
        int count = end - FRACTION_START;
        if (text.charAt(SECONDS_END) != '.' || count < 1 || count > MOST_FRACTION_DIGITS) {
            return -1;
        }
        int value = digits(text, FRACTION_START, end);
        for (int i = count; value >= 0 && i < MOST_FRACTION_DIGITS; i++) {
            value *= 10;
        }
        return value;
    }

    /** The number these characters are, -1 when one of them is no digit. */
    private static int digits(String text, int from, int end) {
        int value = 0;
        for (int i = from; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static @Nullable Instant ofNanos(@Nullable BigDecimal nanos) {
        if (nanos == null || nanos.precision() - (long) nanos.scale() > MOST_NANOS_DIGITS) {
            return null;
        }
        BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(NANOS);
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }
}
