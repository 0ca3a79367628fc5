package dev.onstage.webhookingest.spooling;

import static dev.onstage.webhookingest.publishing.DeliveryOutcome.ACCEPTED;
import static dev.onstage.webhookingest.spooling.SpoolFixture.PATIENCE;
import static dev.onstage.webhookingest.spooling.SpoolFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpoolStoreTest {
    private static final int AT_ONCE = 4;

    private SpoolFixture spool;
    private final AtomicInteger clock = new AtomicInteger();

    @BeforeAll
    void start() {
        spool = new SpoolFixture("spool_store");
    }

    @AfterAll
    void stop() {
        spool.close();
    }

    @BeforeEach
    void clear() {
        spool.clear();
    }

    @Test
    void shouldTakeAllRowsOfABatchOrNone() {
        SpoolStore store = spool.store(Map.of("max-rows", "10"));

        assertThat(insert(store, rows(8, 5))).isTrue();
        assertThat(insert(store, rows(3, 5))).isFalse();
        assertThat(spool.count()).isEqualTo(8);
        assertThat(spool.knowsItsLevel()).isTrue();
        assertThat(insert(store, rows(2, 5))).isTrue();
        assertThat(insert(store, rows(1, 0))).isFalse();
        assertThat(spool.count()).isEqualTo(10);
        assertThat(spool.knowsItsLevel()).isTrue();
    }

    @Test
    void shouldTakeAllBytesOfABatchOrNone() {
        SpoolStore store = spool.store(Map.of("max-bytes", "1000"));

        assertThat(insert(store, rows(2, 400))).isTrue();
        assertThat(insert(store, rows(3, 80))).isFalse();
        assertThat(spool.count()).isEqualTo(2);
        assertThat(insert(store, rows(1, 200))).isTrue();
        assertThat(insert(store, rows(1, 1))).isFalse();
        assertThat(spool.count()).isEqualTo(3);
        assertThat(spool.knowsItsLevel()).isTrue();
    }

    @Test
    void shouldHaveRoomAgainForWhatWasDeleted() {
        SpoolStore store = spool.store(Map.of("max-rows", "5", "max-bytes", "500"));
        List<SpooledDelivery> full = rows(5, 100);
        insert(store, full);
        LeaseToken lease = spool.takeLease("relay");

        assertThat(delete(store, ids(full.subList(0, 2)), lease)).isEqualTo(2);
        assertThat(delete(store, ids(full.subList(0, 2)), lease))
                .as("gone already: no more room than there is")
                .isZero();

        assertThat(insert(store, rows(3, 50))).isFalse();
        assertThat(insert(store, rows(2, 100))).isTrue();
        assertThat(spool.knowsItsLevel()).isTrue();
    }

    /** Several instances insert while a relay deletes, sometimes what another one deletes as well. */
    @Test
    void shouldKnowItsLevelAtEveryMoment() {
        SpoolStore store = spool.store(Map.of("max-rows", "300", "max-bytes", "60000"));
        LeaseToken lease = spool.takeLease("relay");
        Random random = new Random(17);
        AtomicInteger inserted = new AtomicInteger();
        AtomicInteger deleted = new AtomicInteger();
        List<Uni<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<SpooledDelivery> batch = rows(1 + random.nextInt(30), random.nextInt(400));
            work.add(
                    store.insert(batch).map(stored -> stored ? batch.size() : 0).invoke(inserted::addAndGet));
            work.add(store.oldest(1 + random.nextInt(20))
                    .chain(oldest -> store.delete(ids(oldest), lease))
                    .invoke(deleted::addAndGet));
        }
        Collections.shuffle(work, random);

        Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUni(one -> one.invoke(changed -> assertThat(changed).isNotNegative()))
                .merge(AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(changed -> store.level())
                .invoke(level -> assertThat(level.rows()).isBetween(0L, 300L))
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);

        assertThat(spool.knowsItsLevel()).isTrue();
        assertThat(spool.count()).isEqualTo(inserted.get() - deleted.get());
        assertThat(inserted.get()).isPositive();
        assertThat(deleted.get()).isPositive();
    }

    @Test
    void shouldGiveTheOldestFirstUntilTheBytesAreFull() {
        SpoolStore store = spool.store(Map.of("relay-bytes", "1000"));
        List<SpooledDelivery> rows = new ArrayList<>(rows(6, 300));
        List<UUID> inOrder = ids(rows);
        Collections.shuffle(rows, new Random(3));
        rows.forEach(one -> insert(store, List.of(one)));

        assertThat(oldest(store, 100)).as("the fourth crosses the bound").isEqualTo(inOrder.subList(0, 4));
        assertThat(oldest(store, 2)).isEqualTo(inOrder.subList(0, 2));
        assertThat(oldest(spool.store(Map.of("relay-bytes", "1")), 100))
                .as("at least one, however large")
                .isEqualTo(inOrder.subList(0, 1));
        assertThat(store.oldest(1).await().atMost(PATIENCE).get(0))
                .usingRecursiveComparison()
                .isEqualTo(rows.stream()
                        .filter(one -> one.deliveryId().equals(inOrder.get(0)))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void shouldDeleteNothingOnceTheLeaseIsLost() {
        SpoolStore store = spool.store(Map.of());
        List<SpooledDelivery> rows = rows(3, 10);
        insert(store, rows);
        LeaseToken lost = spool.takeLease("relay");
        LeaseToken held = spool.takeLease("relay");

        assertThat(delete(store, ids(rows), lost)).isZero();
        spool.endLeases();
        assertThat(delete(store, ids(rows), held)).isZero();
        assertThat(spool.count()).isEqualTo(3);
        assertThat(spool.knowsItsLevel()).isTrue();

        assertThat(delete(store, ids(rows), spool.takeLease("relay"))).isEqualTo(3);
    }

    @Test
    void shouldTellHowMuchWaitsAndHowLong() {
        SpoolStore store = spool.store(Map.of());
        assertThat(store.level().await().atMost(PATIENCE)).isEqualTo(new SpoolStore.Level(0, 0));

        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        insert(store, List.of(row(now, new byte[1], ACCEPTED), row(now.minusSeconds(60), new byte[1], ACCEPTED)));

        SpoolStore.Level level = store.level().await().atMost(PATIENCE);
        assertThat(level.rows()).isEqualTo(2);
        assertThat(level.ageSeconds()).as("of the oldest").isBetween(60.0, 60.0 + PATIENCE.toSeconds());
    }

    private List<SpooledDelivery> rows(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(clock.incrementAndGet(), new byte[bytes]))
                .toList();
    }

    private static boolean insert(SpoolStore store, List<SpooledDelivery> rows) {
        return store.insert(rows).await().atMost(PATIENCE);
    }

    private static int delete(SpoolStore store, List<UUID> ids, LeaseToken lease) {
        return store.delete(ids, lease).await().atMost(PATIENCE);
    }

    private static List<UUID> oldest(SpoolStore store, int most) {
        return ids(store.oldest(most).await().atMost(PATIENCE));
    }

    private static List<UUID> ids(List<SpooledDelivery> rows) {
        return rows.stream().map(SpooledDelivery::deliveryId).toList();
    }
}
