package dev.onstage.analytics.retention;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** A table that is cut by UTC day. */
public enum DayTable {
    /** Stays, by the day of their join. */
    PRESENCE("presence", "", RetentionConfig::presence),
    /** Chat messages, by the day they were sent. */
    CHAT_MESSAGES("chat_messages", "", RetentionConfig::chat),
    /** The provider's counts, by the day they were taken. */
    PARTICIPANT_COUNTS("participant_counts", "T00:00:00Z", RetentionConfig::counts),
    /** Corrections of the number shown live, by the day of the count; kept as long as the counts. */
    PRESENCE_DIFFERENCES("presence_differences", "T00:00:00Z", RetentionConfig::counts),
    /** Points of viewer lines, by their day. */
    VIEWER_SNAPSHOTS("viewer_snapshots", "T00:00:00Z", RetentionConfig::snapshots);

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("_yyyyMMdd", Locale.ROOT);

    private final String tableName;
    private final String midnight;
    private final Function<RetentionConfig, Duration> retention;

    DayTable(String tableName, String midnight, Function<RetentionConfig, Duration> retention) {
        this.tableName = tableName;
        this.midnight = midnight;
        this.retention = retention;
    }

    /** Its name in the schema. */
    public String tableName() {
        return tableName;
    }

    Duration retention(RetentionConfig config) {
        return retention.apply(config);
    }

    /** The name of the partition of a day: of digits and letters, so it needs no quoting. */
    String partitionName(LocalDate day) {
        return tableName + SUFFIX.format(day);
    }

    /** The bounds of a day. Instants are written with their zone, whatever zone the database's session has. */
    String bounds(LocalDate day) {
        return "FOR VALUES FROM ('" + day + midnight + "') TO ('" + day.plusDays(1) + midnight + "')";
    }
}
