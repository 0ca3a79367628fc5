package dev.onstage.analytics.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Days come and go as configured, by a clock of the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-03-29T23:30:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-29");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TestDatabase database;

    @BeforeAll
    void start() {
        database = TestDatabase.create(ServiceSchema.ANALYTICS, "retention");
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void shouldDropWholeDaysOfEachTableAfterItsOwnTimeAndNeverStoreThemAgain() {
        upkeep(NOW);
        insertSnapshot(NOW);
        insertPresence(TODAY);
        assertThat(days("viewer_snapshots")).containsExactly(TODAY, TODAY.plusDays(1));

        upkeep(NOW.plus(Duration.ofDays(7)));
        assertThat(days("viewer_snapshots"))
                .as("the day is over, but not seven days ago")
                .contains(TODAY);

        upkeep(NOW.plus(Duration.ofDays(8)));
        assertThat(days("viewer_snapshots"))
                .containsExactly(TODAY.plusDays(1), TODAY.plusDays(7), TODAY.plusDays(8), TODAY.plusDays(9));
        assertThat(count("viewer_snapshots")).isZero();
        assertThat(count("presence")).as("kept for longer").isEqualTo(1);
        assertThat(metrics.counter("analytics.days.dropped", "table", "viewer_snapshots")
                        .count())
                .isEqualTo(1);

        Retentions.partitions(database.pool())
                .ensure(DayTable.VIEWER_SNAPSHOTS, List.of(TODAY))
                .await()
                .indefinitely();
        assertThat(days("viewer_snapshots")).doesNotContain(TODAY);
        assertThatThrownBy(() -> insertSnapshot(NOW))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isEqualTo("23514"));
    }

    @Test
    void shouldMakeADayOnceHoweverManyAskForIt() {
        DayPartitions one = Retentions.partitions(database.pool());
        DayPartitions other = Retentions.partitions(database.pool());
        LocalDate leapDay = LocalDate.parse("2028-02-29");

        for (DayPartitions instance : List.of(one, other, one)) {
            instance.ensure(DayTable.CHAT_MESSAGES, List.of(leapDay, leapDay))
                    .await()
                    .indefinitely();
        }

        assertThat(days("chat_messages")).contains(leapDay);
        int before = database.statements();
        one.ensure(DayTable.CHAT_MESSAGES, List.of(leapDay)).await().indefinitely();
        assertThat(database.statements()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatWouldBeDroppedAgainAndWhatIsAheadOfTime() {
        Retention retention = Retentions.retention(InstantSource.fixed(NOW));

        assertThatCode(() -> retention.check(DayTable.PRESENCE, NOW.minus(Duration.ofDays(90))))
                .doesNotThrowAnyException();
        assertThatCode(() -> retention.check(DayTable.PRESENCE, NOW.plus(Duration.ofDays(1))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> retention.check(DayTable.PRESENCE, NOW.minus(Duration.ofDays(91))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("beyond-retention: presence of 2025-12-28, kept from 2025-12-29");
        assertThatThrownBy(() -> retention.check(DayTable.CHAT_MESSAGES, NOW.plus(Duration.ofDays(2))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("ahead-of-clock: chat_messages of 2026-03-31, today is 2026-03-29");
    }

    private void upkeep(Instant now) {
        Retentions.upkeep(database.pool(), InstantSource.fixed(now), metrics)
                .upkeep()
                .await()
                .indefinitely();
    }

    private void insertSnapshot(Instant at) {
        database.pool()
                .query("INSERT INTO viewer_snapshots VALUES (gen_random_uuid(), '" + at + "', 1)")
                .executeAndAwait();
    }

    private void insertPresence(LocalDate day) {
        database.pool()
                .query("INSERT INTO presence VALUES ('c', 's', '" + day + "', 'u', 'user', '" + day
                        + "T12:00:00Z', NULL, true, false)")
                .executeAndAwait();
    }

    private List<LocalDate> days(String table) {
        List<LocalDate> days = new ArrayList<>();
        database.pool()
                .query("SELECT day FROM day_partitions WHERE table_name = '" + table + "' ORDER BY day")
                .executeAndAwait()
                .forEach(row -> days.add(row.getLocalDate("day")));
        return days;
    }

    private long count(String table) {
        return database.pool()
                .query("SELECT count(*) FROM " + table)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
