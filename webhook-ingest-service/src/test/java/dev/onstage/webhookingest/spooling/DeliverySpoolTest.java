package dev.onstage.webhookingest.spooling;

import static dev.onstage.webhookingest.spooling.SpoolFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.storage.TestStorage;
import dev.onstage.webhookingest.verification.TestVerifier;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliverySpoolTest {
    private static final byte[] BODY = SignedDeliveries.example("ingress.stopped");

    private SpoolFixture fixture;

    @BeforeAll
    void start() {
        fixture = new SpoolFixture("spool_taking");
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @BeforeEach
    void clear() {
        fixture.clear();
    }

    @Test
    void shouldStoreManyTogether() {
        DeliverySpool spool = fixture.spool(Map.of());
        int before = fixture.statements();

        List<CompletableFuture<Void>> stored =
                IntStream.range(0, 1_000).mapToObj(i -> store(spool)).toList();

        stored.forEach(CompletableFuture::join);
        assertThat(fixture.statements() - before).isLessThan(500);
        assertThat(fixture.count()).isEqualTo(1_000);
        assertThat(fixture.knowsItsLevel()).isTrue();
    }

    @Test
    void shouldStayWithinTheBytesOfOneInsert() {
        DeliverySpool spool = fixture.spool(Map.of("insert-bytes", "1"));
        int before = fixture.statements();

        List<CompletableFuture<Void>> stored =
                IntStream.range(0, 10).mapToObj(i -> store(spool)).toList();

        stored.forEach(CompletableFuture::join);
        assertThat(fixture.statements() - before).as("each on its own").isEqualTo(10);
    }

    @Test
    void shouldRefuseWhatHasNoRoomUntilThereIsSome() {
        DeliverySpool spool = fixture.spool(Map.of("max-rows", "2"));
        store(spool).join();
        store(spool).join();

        assertRefused(store(spool), "The spool is full.");
        assertThat(fixture.count()).isEqualTo(2);
        SpoolStore store = fixture.store(Map.of());
        store.delete(fixture.ids().subList(0, 1), fixture.takeLease("relay"))
                .await()
                .atMost(PATIENCE);

        store(spool).join();
        assertRefused(store(spool), "The spool is full.");
    }

    @Test
    void shouldNotStoreWhatNobodyWaitsForAnyMore() {
        DeliverySpool spool = fixture.spool(Map.of());

        assertRefused(
                spool.store(delivery(), DeliveryOutcome.ACCEPTED, System.nanoTime() - 1)
                        .subscribeAsCompletionStage(),
                "The spool did not take the delivery in time.");
        assertThat(fixture.count()).isZero();
    }

    @Test
    void shouldRefuseUntilTheDatabaseWasReached() {
        DeliverySpool spool = fixture.spool(TestStorage.away(fixture.pool(), "nowhere"), Map.of());

        assertRefused(store(spool), "The database was not reached yet.");
    }

    /** What was refused may still be stored: then it comes twice, since the sender repeats it. */
    @Test
    void shouldHoldThreeBatchesAtMostWhileTheDatabaseHangs() {
        DeliverySpool spool = fixture.spool(Map.of("insert-timeout", "100ms"));
        SqlConnection hanging = fixture.pool().getConnection().await().atMost(PATIENCE);
        hanging.query("BEGIN; LOCK TABLE webhook_spool_usage").execute().await().atMost(PATIENCE);
        int before = fixture.statements();

        for (int i = 0; i < 3; i++) {
            assertRefused(store(spool), "The database did not commit in time.");
        }
        assertRefused(store(spool), "The database does not answer.");
        await().atMost(PATIENCE).until(() -> fixture.statements() - before == 3);

        hanging.query("ROLLBACK").execute().await().atMost(PATIENCE);
        hanging.close().await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> fixture.count() == 3);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            store(spool).join();
            return true;
        });
        assertThat(fixture.knowsItsLevel()).isTrue();
    }

    private static CompletableFuture<Void> store(DeliverySpool spool) {
        return spool.store(
                        delivery(),
                        DeliveryOutcome.ACCEPTED,
                        System.nanoTime() + Duration.ofMinutes(1).toNanos())
                .subscribeAsCompletionStage();
    }

    private static NormalisedDelivery delivery() {
        return new DeliveryNormaliser().normalise(TestVerifier.verified(BODY));
    }

    private static void assertRefused(CompletableFuture<Void> stored, String why) {
        assertThatThrownBy(stored::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SpoolUnavailableException.class)
                .hasRootCauseMessage(why);
    }
}
