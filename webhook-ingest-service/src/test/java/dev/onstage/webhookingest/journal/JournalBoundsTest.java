package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.lease.LeaseToken;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A journal of 16 MiB that is written full several times over. */
class JournalBoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MAX_BYTES = 16 << 20;
    private static final int BATCH = 500;
    private static final int BATCHES = 50;

    private final Random random = new Random(11);

    private JournalFixture fixture;
    private JournalBounds bounds;

    @BeforeEach
    void start(TestInfo test) {
        fixture = new JournalFixture(
                "bounds_" + Integer.toHexString(test.getDisplayName().hashCode()));
        JournalConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(JournalConfig.class)
                .withDefaultValue("onstage.journal.max-bytes", Long.toString(MAX_BYTES))
                .build()
                .getConfigMapping(JournalConfig.class);
        bounds = new JournalBounds(
                fixture.pool(), fixture.partitions(), fixture.partitionService(), config, fixture.metrics());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldStayWithinItsBytesOnASingleDayAndKeepTheNewest() {
        for (int batch = 0; batch < BATCHES; batch++) {
            fixture.store(entries(Instant.now(), BATCH));
            keep();
            assertThat(bytes()).isLessThanOrEqualTo(MAX_BYTES);
        }
        Instant last = Instant.now().truncatedTo(ChronoUnit.MICROS);
        fixture.store(entries(last, BATCH));

        assertThat(fixture.count("SELECT count(*) FROM webhook_deliveries WHERE received_at >= '" + last + "'"))
                .isEqualTo(BATCH);
        assertThat(fixture.count("SELECT count(*) FROM webhook_deliveries WHERE body_dropped"))
                .as("room is made by dropping the oldest, not by giving up bodies")
                .isZero();
        assertThat(fixture.count("SELECT count(*) FROM webhook_deliveries"))
                .as("and not by dropping more than needed")
                .isBetween(BATCH * 10L, BATCH * (BATCHES - 1L));
        assertThat(fixture.metrics()
                        .counter("webhook.journal.partitions.crowded.out")
                        .count())
                .isPositive();
    }

    @Test
    void shouldDropWhatIsOlderThanIsKept() {
        Instant now = Instant.now();
        for (int day = 0; day < 10; day++) {
            fixture.store(entries(now.minus(day, ChronoUnit.DAYS), 1));
        }

        keep();

        assertThat(fixture.count("SELECT count(*) FROM webhook_deliveries")).isEqualTo(8);
        assertThat(fixture.count("SELECT count(*) FROM journal_partitions")).isEqualTo(8);
        assertThat(fixture.count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'webhook_deliveries'::regclass"))
                .isEqualTo(8);
    }

    private void keep() {
        LeaseToken lease = fixture.lease();
        bounds.keep(lease).await().atMost(PATIENCE);
    }

    private long bytes() {
        return fixture.partitions().survey(fixture.pool()).await().atMost(PATIENCE).partitions().stream()
                .mapToLong(JournalPartition::bytes)
                .sum();
    }

    private List<JournalEntry> entries(Instant from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> EntryBuilder.at(from.plus(i, ChronoUnit.MICROS))
                        .type("message.new")
                        .body(noise())
                        .build())
                .toList();
    }

    private byte[] noise() {
        byte[] noise = new byte[1_000];
        random.nextBytes(noise);
        return noise;
    }
}
