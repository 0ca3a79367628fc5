package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.webhookingest.journal.PartitionRepository.Survey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class JournalStorageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DELIVERIES = "SELECT count(*) FROM webhook_deliveries";

    /** One for the partition's lock, one to look, two to make it, one for the deliveries. */
    private static final int WITH_A_NEW_DAY = 5;

    private final Instant now = Instant.now();

    private JournalFixture fixture;

    @BeforeEach
    void start(TestInfo test) {
        fixture = new JournalFixture(
                "journal_" + Integer.toHexString(test.getDisplayName().hashCode()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldStoreEachDeliveryOnceWhateverIsRepeated() {
        List<JournalEntry> entries = JournalFixture.entries(100, now);
        List<JournalEntry> twice = new ArrayList<>(entries);
        twice.addAll(entries.subList(0, 50));
        Collections.shuffle(twice);

        fixture.store(entries.subList(20, 60));
        fixture.store(twice);
        fixture.store(entries);

        assertThat(fixture.count(DELIVERIES)).isEqualTo(100);
        assertThat(fixture.count("SELECT sum(deliveries)::bigint FROM webhook_delivery_counts"))
                .isEqualTo(100);
    }

    @Test
    void shouldSpendOneStatementOnAnyBatch() {
        assertThat(fixture.statementsFor(JournalFixture.entries(1, now))).isEqualTo(WITH_A_NEW_DAY);
        assertThat(fixture.statementsFor(JournalFixture.entries(1, now))).isEqualTo(1);
        assertThat(fixture.statementsFor(JournalFixture.entries(1_000, now.minusMillis(5_000))))
                .isEqualTo(1);
    }

    @Test
    void shouldMakeThePartitionsOfABatchWhoeverElseDoes() {
        List<JournalEntry> entries = Stream.of(0, 1, 2, 3)
                .map(day -> JournalFixture.entry(now.minus(day, ChronoUnit.DAYS), "call.updated", new byte[10], true))
                .toList();

        List<Uni<Void>> instances = Stream.generate(fixture::newService)
                .limit(4)
                .map(service -> service.store(entries))
                .toList();
        Uni.join().all(instances).andFailFast().await().atMost(PATIENCE);

        assertThat(fixture.count(DELIVERIES)).isEqualTo(4);
        assertThat(survey().partitions()).hasSize(4).allSatisfy(partition -> assertThat(partition.from())
                .isEqualTo(partition.from().truncatedTo(ChronoUnit.DAYS))
                .isEqualTo(partition.before().minus(1, ChronoUnit.DAYS)));
    }

    @Test
    void shouldNotWaitLongForWhoeverElseChangesPartitions() {
        SqlConnection other = fixture.pool().getConnection().await().atMost(PATIENCE);
        Transaction holding = other.begin().await().atMost(PATIENCE);
        fixture.partitions().lock(other).await().atMost(PATIENCE);

        assertThatThrownBy(() -> fixture.store(JournalFixture.entries(1, now)))
                .isInstanceOfSatisfying(PgException.class, refusal -> assertThat(refusal.getSqlState())
                        .isEqualTo("55P03"));
        holding.rollback().await().atMost(PATIENCE);
        other.close().await().atMost(PATIENCE);
        fixture.store(JournalFixture.entries(1, now));

        assertThat(fixture.count(DELIVERIES)).isEqualTo(1);
    }

    @Test
    void shouldCutAPartitionAndGoOnBehindTheCut() {
        fixture.store(JournalFixture.entries(10, now));
        JournalPartition whole = survey().partitions().get(0);

        fixture.partitionService().cut(fixture.lease(), whole).await().atMost(PATIENCE);
        Instant cut = survey().partitions().get(0).before();
        fixture.store(JournalFixture.entries(5, cut));
        fixture.store(JournalFixture.entries(5, now.minusMillis(60)));

        assertThat(survey().partitions())
                .extracting(JournalPartition::from, JournalPartition::before)
                .containsExactly(tuple(whole.from(), cut), tuple(cut, whole.before()));
        assertThat(fixture.count(
                        "SELECT count(*) FROM " + survey().partitions().get(1).name()))
                .isEqualTo(5);
        assertThat(fixture.count(DELIVERIES)).isEqualTo(20);
    }

    @Test
    void shouldLeaveOutWhatBelongsWhereRoomWasMade() {
        fixture.store(JournalFixture.entries(10, now.minus(1, ChronoUnit.DAYS)));
        fixture.store(JournalFixture.entries(10, now));
        JournalPartition oldest = survey().partitions().get(0);

        fixture.partitionService()
                .drop(fixture.lease(), List.of(oldest))
                .await()
                .atMost(PATIENCE);
        assertThat(fixture.count(DELIVERIES)).isEqualTo(10);
        List<JournalEntry> late = JournalFixture.entries(4, now.minus(1, ChronoUnit.DAYS));
        fixture.store(Stream.concat(late.stream(), JournalFixture.entries(1, now.plusMillis(100)).stream())
                .toList());
        fixture.newService().store(late).await().atMost(PATIENCE);

        assertThat(fixture.count(DELIVERIES)).isEqualTo(11);
        assertThat(fixture.metrics().counter("webhook.journal.too.old").count()).isEqualTo(8);
        assertThat(survey().partitions()).hasSize(1);
    }

    @Test
    void shouldChangeNothingOnceTheLeaseIsLost() {
        fixture.store(JournalFixture.entries(1, now));
        LeaseToken lease = fixture.lease();
        fixture.execute("UPDATE leases SET token = 2");

        fixture.partitionService().drop(lease, survey().partitions()).await().atMost(PATIENCE);

        assertThat(fixture.count(DELIVERIES)).isEqualTo(1);
    }

    @Test
    void shouldMakeThePartitionAgainThatSomebodyRemoved() {
        fixture.store(JournalFixture.entries(1, now));
        String name = survey().partitions().get(0).name();
        fixture.execute("DROP TABLE " + name);
        fixture.execute("DELETE FROM journal_partitions");
        JournalService service = fixture.newService();

        service.store(JournalFixture.entries(1, now)).await().atMost(PATIENCE);
        fixture.execute("DROP TABLE " + name);
        fixture.execute("DELETE FROM journal_partitions");
        service.store(JournalFixture.entries(1, now))
                .onFailure(IllegalStateException.class)
                .retry()
                .atMost(1)
                .await()
                .atMost(PATIENCE);

        assertThat(fixture.count(DELIVERIES)).isEqualTo(1);
    }

    @Test
    void shouldGiveUpBodiesWhenThereIsNoRoom() {
        fixture.partitions().shedBodies(fixture.pool(), true).await().atMost(PATIENCE);
        fixture.store(List.of(
                JournalFixture.entry(now, "message.new", new byte[] {1}, true),
                JournalFixture.entry(now, "call.live_started", new byte[] {2}, true)));
        fixture.partitions().shedBodies(fixture.pool(), false).await().atMost(PATIENCE);
        fixture.store(List.of(
                JournalFixture.entry(now, "message.new", new byte[] {3}, true),
                JournalFixture.entry(now, "message.new", new byte[] {4}, false)));

        assertThat(fixture.rows("SELECT encode(body, 'hex') || size_bytes AS kept FROM webhook_deliveries"
                        + " WHERE NOT body_dropped ORDER BY body"))
                .extracting(row -> row.getString("kept"))
                .containsExactly("021", "031");
        assertThat(fixture.count("SELECT count(*) FROM webhook_deliveries WHERE body_dropped AND body IS NULL"))
                .isEqualTo(2);
        assertThat(fixture.metrics().counter("webhook.journal.bodies.dropped").count())
                .isEqualTo(2);
    }

    private Survey survey() {
        return fixture.partitions().survey(fixture.pool()).await().atMost(PATIENCE);
    }
}
