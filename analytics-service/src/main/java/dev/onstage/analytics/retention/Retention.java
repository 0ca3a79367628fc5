package dev.onstage.analytics.retention;

import dev.onstage.support.messaging.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Which days are kept. By the UTC day, as the tables are cut. */
@ApplicationScoped
public class Retention {

    private final RetentionConfig config;
    private final InstantSource clock;

    @Inject
    Retention(RetentionConfig config) {
        this(config, InstantSource.system());
    }

    Retention(RetentionConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Lets what is kept pass.
     *
     * @throws MalformedEventException {@code beyond-retention} for what would be dropped again, and {@code ahead-of-clock}
     *     for what happens on a day after tomorrow: it would make a partition that nobody drops for long
     */
    public void check(DayTable table, Instant time) {
        LocalDate day = dayOf(time);
        if (day.isBefore(keptFrom(table))) {
            throw new MalformedEventException(
                    "beyond-retention: " + table.tableName() + " of " + day + ", kept from " + keptFrom(table));
        }
        if (day.isAfter(today().plusDays(1))) {
            throw new MalformedEventException(
                    "ahead-of-clock: " + table.tableName() + " of " + day + ", today is " + today());
        }
    }

    /** The first day that is kept. */
    LocalDate keptFrom(DayTable table) {
        return dayOf(clock.instant().minus(table.retention(config)));
    }

    /** By our clock. */
    LocalDate today() {
        return dayOf(clock.instant());
    }

    /** The day whose partition a moment belongs to. */
    public static LocalDate dayOf(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
