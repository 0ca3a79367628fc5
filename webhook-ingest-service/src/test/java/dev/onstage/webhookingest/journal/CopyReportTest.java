package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.onstage.webhookingest.receiving.RefusalCounts;
import dev.onstage.webhookingest.receiving.TestRefusals;
import dev.onstage.webhookingest.storage.StorageReady;
import dev.onstage.webhookingest.storage.TestStorage;
import dev.onstage.webhookingest.verification.RefusalReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Copies of the service with one database: each knows something, and any of them answers. */
class CopyReportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private JournalFixture fixture;
    private StorageReady storage;
    private HealthRepository repository;

    @BeforeEach
    void start(TestInfo test) {
        String name = "copies_" + Integer.toHexString(test.getDisplayName().hashCode());
        fixture = new JournalFixture(name);
        storage = TestStorage.ready(fixture.pool(), name);
        repository = new HealthRepository(fixture.pool());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldTellOfTheRefusalsOfAllCopies() {
        Copy first = new Copy("first");
        Copy second = new Copy("second");
        Copy third = new Copy("third");
        fixture.store(JournalFixture.entries(60, Instant.now()));
        TestRefusals.refuse(first.refusals, RefusalReason.NOT_SIGNED, 30);
        TestRefusals.refuse(second.refusals, RefusalReason.NOT_SIGNED, 5);
        TestRefusals.refuse(second.refusals, RefusalReason.TOO_SLOW, 5);

        first.tell();
        second.tell();
        first.tell();

        WebhookHealth.Refusals told = third.check().refusals();
        assertThat(told.lastHour()).isEqualTo(40);
        assertThat(told.share()).as("40 of 100").isCloseTo(0.4, within(1e-9));
        assertThat(told.reasons()).containsOnly(entry("not-signed", 35L), entry("too-slow", 5L));
        assertThat(told.lastAt()).isNotNull();
        assertThat(first.check().refusals())
                .usingRecursiveComparison()
                .ignoringFields("sources")
                .isEqualTo(told);
    }

    @Test
    void shouldCountOnlyTheLastHourAndTheLastDay() {
        fixture.execute("INSERT INTO webhook_refusal_counts (minute, reason, refused, last_at) VALUES"
                + " (now() - interval '2 hours', 'cut-off', 3, now() - interval '2 hours'),"
                + " (now() - interval '2 days', 'damaged', 4, now() - interval '2 days')");

        WebhookHealth.Refusals told = new Copy("any").check().refusals();

        assertThat(told.lastHour()).isZero();
        assertThat(told.share()).isZero();
        assertThat(told.reasons()).containsOnly(entry("cut-off", 3L));
    }

    /** Anybody can send as many as they like. */
    @Test
    void shouldSpendOneStatementOnAnyNumber() {
        Copy copy = new Copy("flooded");
        int before = fixture.statements();
        TestRefusals.refuse(copy.refusals, RefusalReason.WRONG_SIGNATURE, 100_000);

        copy.tell();
        copy.tell();

        assertThat(fixture.statements() - before).isEqualTo(1);
        assertThat(copy.check().refusals().lastHour()).isEqualTo(100_000);
    }

    @Test
    void shouldKeepWhatCannotBeWritten() {
        Copy copy = new Copy("cut off");
        TestRefusals.refuse(copy.refusals, RefusalReason.OVERLOADED, 7);
        fixture.execute("ALTER TABLE webhook_refusal_counts RENAME TO out_of_reach");
        copy.tell();
        TestRefusals.refuse(copy.refusals, RefusalReason.OVERLOADED, 2);
        fixture.execute("ALTER TABLE out_of_reach RENAME TO webhook_refusal_counts");

        copy.tell();

        assertThat(copy.check().refusals().lastHour()).isEqualTo(9);
    }

    @Test
    void shouldWriteTheLastOnesWhenItStops() {
        Copy copy = new Copy("stopped");
        TestRefusals.refuse(copy.refusals, RefusalReason.DAMAGED, 3);

        copy.report.stop(new ShutdownEvent());

        assertThat(new Copy("other").check().refusals().lastHour()).isEqualTo(3);
    }

    @Test
    void shouldTellOnEveryCopyHowFarTheOneFurthestBehindIs() {
        Copy late = new Copy("late");
        Copy later = new Copy("later");
        Copy without = new Copy("without partitions");
        late.lag.begin(Instant.now().minusSeconds(100));
        later.lag.begin(Instant.now().minusSeconds(1_000));

        late.tell();
        later.tell();
        later.tell();
        without.tell();
        fixture.execute("UPDATE journal_lags SET told_at = now() + interval '1 hour'");

        assertThat(without.check().journal().lagSeconds()).isGreaterThanOrEqualTo(1_000);
        assertThat(late.check().journal().lagSeconds()).isGreaterThanOrEqualTo(1_000);
        assertThat(fixture.count("SELECT count(*) FROM journal_lags"))
                .as("who is not behind has nothing to tell")
                .isEqualTo(2);
    }

    @Test
    void shouldForgetHowFarACopyWasBehindThatHasEnded() {
        Copy ended = new Copy("ended");
        ended.lag.begin(Instant.now().minusSeconds(1_000));
        ended.tell();
        fixture.execute("UPDATE journal_lags SET told_at = now() - interval '16 seconds'");

        assertThat(new Copy("other").check().journal().lagSeconds()).isZero();
    }

    @Test
    void shouldTellThatItHasCaughtUp() {
        Copy copy = new Copy("caught up");
        copy.lag.begin(Instant.now().minusSeconds(1_000));
        copy.tell();
        copy.lag.begin(Instant.now().plusSeconds(1_000));

        copy.tell();
        fixture.execute("UPDATE journal_lags SET told_at = now() + interval '1 hour'");

        assertThat(new Copy("other").check().journal().lagSeconds()).isZero();
    }

    private final class Copy {
        private final RefusalCounts refusals = TestRefusals.none();
        private final JournalLag lag = new JournalLag(new SimpleMeterRegistry());
        private final CopyReport report;
        private final HealthService health;

        private Copy(String name) {
            report = new CopyReport(storage, repository, refusals, lag, name);
            health = new HealthService(
                    storage,
                    repository,
                    lag,
                    refusals,
                    new SmallRyeConfigBuilder()
                            .addDiscoveredConverters()
                            .withMapping(JournalConfig.class)
                            .build()
                            .getConfigMapping(JournalConfig.class));
        }

        private void tell() {
            report.tell().await().atMost(PATIENCE);
        }

        private WebhookHealth check() {
            return health.check(null, false).await().atMost(PATIENCE);
        }
    }
}
