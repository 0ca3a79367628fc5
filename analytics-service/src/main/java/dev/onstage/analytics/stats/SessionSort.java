package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a list of sessions can be ordered by. Sessions that are equal in it stand by their id, so that every place is one. */
enum SessionSort {
    STARTED_AT("startedAt", "started_at", SessionSummary::startedAt),
    DURATION("duration", "duration_seconds", SessionSummary::durationSeconds),
    PEAK_VIEWERS("peakViewers", "peak_viewers", SessionSummary::peakViewers),
    AVERAGE_VIEWERS("averageViewers", "average_viewers", SessionSummary::averageViewers),
    UNIQUE_VIEWERS("uniqueViewers", "unique_viewers", SessionSummary::uniqueViewers),
    WATCH_MINUTES("watchMinutes", "watch_minutes", SessionSummary::watchMinutes),
    CHAT_MESSAGES("chatMessages", "chat_messages", SessionSummary::chatMessages);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    /** What a double holds exactly. */
    private static final long MOST = 1L << 53;

    private final String parameter;
    private final String column;
    private final Function<SessionSummary, Object> value;

    SessionSort(String parameter, String column, Function<SessionSummary, Object> value) {
        this.parameter = parameter;
        this.column = column;
        this.value = value;
    }

    /**
     * The one of that name, {@link #STARTED_AT} for none.
     *
     * @throws ProblemException {@code invalid-request} for an unknown name
     */
    static SessionSort parse(@Nullable String name) {
        String asked = StatsParameters.text(name);
        if (asked.isEmpty()) {
            return STARTED_AT;
        }
        return Arrays.stream(values())
                .filter(sort -> sort.parameter.equals(asked))
                .findFirst()
                .orElseThrow(() -> StatsParameters.invalid("sort is none there is.")
                        .fix("It is one of "
                                + Arrays.stream(values())
                                        .map(sort -> sort.parameter)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    String column() {
        return column;
    }

    /** How SQL compares it: every number as a double, which holds each of them exactly. */
    String sqlType() {
        return this == STARTED_AT ? "timestamptz" : "double precision";
    }

    /** The place of a session in this order, as text that SQL reads. */
    String place(SessionSummary session) {
        return String.valueOf(value.apply(session));
    }

    /** Whether the text is a place in this order, written as {@link #place} writes it. */
    boolean isPlace(String text) {
        return switch (this) {
            case STARTED_AT -> isTime(text);
            case AVERAGE_VIEWERS -> isFraction(text);
            case DURATION, PEAK_VIEWERS, UNIQUE_VIEWERS, WATCH_MINUTES, CHAT_MESSAGES -> isCount(text);
        };
    }

    private static boolean isTime(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.toString().equals(text) && time.isAfter(Instant.EPOCH) && time.isBefore(LATEST);
        } catch (DateTimeException notOne) {
            return false;
        }
    }

    private static boolean isFraction(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.toString(value).equals(text) && value >= 0 && value <= MOST;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }

    private static boolean isCount(String text) {
        try {
            long value = Long.parseLong(text);
            return Long.toString(value).equals(text) && value >= 0 && value <= MOST;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }
}
