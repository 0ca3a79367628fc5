package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.route.IdRule;
import dev.onstage.support.text.WholeNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what cannot be understood is {@code invalid-request} and names the parameter. */
final class StatsParameters {

    private static final int MOST_DAYS = 366;
    private static final int LARGEST_PAGE = 200;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private StatsParameters() {}

    /** How many days to look back, 30 when not given. */
    static int days(@Nullable String value) {
        return WholeNumber.read("days", value, 30, MOST_DAYS);
    }

    /** How long a page may be, 50 when not given. */
    static int limit(@Nullable String value) {
        return WholeNumber.read("limit", value, 50, LARGEST_PAGE);
    }

    /** A session to be named. */
    static UUID sessionId(String field, @Nullable String value) {
        String text = text(value);
        if (text.isEmpty()) {
            throw invalid(field + " is missing.").fix("Give the ids of two sessions: a and b.");
        }
        if (!IdRule.UUID.allows(text)) {
            throw invalid(field + " is not the id of a session.").fix("Give ids as the list of sessions has them.");
        }
        return UUID.fromString(text);
    }

    /** A moment, null when not given. */
    static @Nullable Instant time(String field, @Nullable String value) {
        String text = text(value);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new DateTimeException("out of range");
            }
            return instant;
        } catch (DateTimeException notATime) {
            throw invalid(field + " is not a time.", notATime).fix("Write it as 2026-11-22T14:00:00Z.");
        }
    }

    /** What was given, without blanks around it; empty for nothing. */
    static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    static ProblemException invalid(String detail, Throwable cause) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail, cause);
    }
}
