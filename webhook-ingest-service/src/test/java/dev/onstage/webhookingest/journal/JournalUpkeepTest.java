package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.lease.Leases;
import dev.onstage.testing.LogLines;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two copies say of the upkeep, which one of them does at a time. */
class JournalUpkeepTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private JournalFixture fixture;

    @BeforeEach
    void start() {
        fixture = new JournalFixture("journal_upkeep");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldTellTheEndOfItsTroubleWhenAnotherCopyTakesOver() {
        JournalUpkeep first = copy("first");
        JournalUpkeep second = copy("second");
        try (LogLines log = LogLines.of(JournalUpkeep.class.getName())) {
            fixture.execute("ALTER TABLE journal_lags RENAME TO lost");
            keep(first);
            assertThat(log.all()).singleElement().asString().contains("is not kept within its bounds");
            fixture.execute("ALTER TABLE lost RENAME TO journal_lags");
            fixture.execute("UPDATE leases SET held_until = clock_timestamp()");
            keep(second);
            assertThat(log.all()).as("it has met no trouble").hasSize(1);

            keep(first);
            keep(first);

            assertThat(log.all()).hasSize(2);
            assertThat(log.all().get(1)).contains("Another copy does the upkeep of the journal.");
        }
    }

    private static void keep(JournalUpkeep copy) {
        copy.upkeep().await().atMost(PATIENCE);
    }

    private JournalUpkeep copy(String name) {
        JournalConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(JournalConfig.class)
                .withDefaultValue("onstage.journal.upkeep-lease", "1h")
                .build()
                .getConfigMapping(JournalConfig.class);
        return new JournalUpkeep(
                () -> true,
                fixture.pool(),
                new Leases(fixture::pool, name, fixture.metrics()),
                fixture.partitions(),
                fixture.partitionService(),
                new JournalBounds(
                        fixture.pool(), fixture.partitions(), fixture.partitionService(), config, fixture.metrics()),
                config);
    }
}
