package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
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

    /** Whether the text is a place in this order. */
    boolean isPlace(String text) {
        try {
            return this == STARTED_AT
                    ? Instant.parse(text).isAfter(Instant.EPOCH)
                    : Double.isFinite(Double.parseDouble(text));
        } catch (RuntimeException notOne) {
            return false;
        }
    }
}
