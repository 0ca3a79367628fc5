package dev.onstage.support.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes times as {@link Instant#toString()} does (RFC 3339 with 0, 3, 6 or 9 fraction digits) without the general formatter,
 * which shows in the profile of webhook-ingest: an event carries up to five of them.
 */
public final class EventTimes {
    private static final int SECONDS_A_DAY = 86_400;
    private static final int NANOS_A_MILLI = 1_000_000;
    private static final int NANOS_A_MICRO = 1_000;
    private static final long FIRST_SECOND =
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int LONGEST = "2026-11-20T19:06:12.460122734Z".length();

    private EventTimes() {}

    /** The same text as {@link Instant#toString()}. */
    public static String format(Instant time) {
        long second = time.getEpochSecond();
        if (second < FIRST_SECOND || second > LAST_SECOND) {
            return time.toString();
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_A_DAY));
        int ofDay = Math.floorMod(second, SECONDS_A_DAY);
        byte[] text = new byte[LONGEST];
        int end = digits(text, 0, 4, date.getYear());
        end = separated(text, end, '-', date.getMonthValue());
        end = separated(text, end, '-', date.getDayOfMonth());
        end = separated(text, end, 'T', ofDay / 3600);
        end = separated(text, end, ':', ofDay / 60 % 60);
        end = separated(text, end, ':', ofDay % 60);
        end = fraction(text, end, time.getNano());
        text[end] = 'Z';
        return new String(text, 0, end + 1, StandardCharsets.ISO_8859_1);
    }

    private static int fraction(byte[] text, int from, int nanos) {
        if (nanos == 0) {
            return from;
        }
        text[from] = '.';
        if (nanos % NANOS_A_MILLI == 0) {
            return digits(text, from + 1, 3, nanos / NANOS_A_MILLI);
        }
        return nanos % NANOS_A_MICRO == 0
                ? digits(text, from + 1, 6, nanos / NANOS_A_MICRO)
                : digits(text, from + 1, 9, nanos);
    }

    private static int separated(byte[] text, int from, char separator, int value) {
        text[from] = (byte) separator;
        return digits(text, from + 1, 2, value);
    }

    /** Writes so many digits; the place after them. */
    private static int digits(byte[] text, int from, int count, int value) {
        int left = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return from + count;
    }
}
