package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.lease.HeldLease;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.testing.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class LeasesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Inject
    Leases leases;

    @Inject
    Pool pool;

    private final String name = UUID.randomUUID().toString();

    @Test
    void shouldHaveOneOwnerAtATime() {
        assertThat(acquire(LONG)).isPresent();

        assertThat(acquire(LONG)).isEmpty();
    }

    @Test
    void shouldGoToExactlyOneOfManyWhoAskAtOnce() {
        var attempts =
                IntStream.range(0, 20).mapToObj(i -> leases.acquire(name, LONG)).toList();

        var answers = Uni.join().all(attempts).andFailFast().await().indefinitely();

        assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void shouldGrowTheFenceWithEveryOwnerAndRefuseTheStaleOne() {
        LeaseToken first = acquire(SHORT).orElseThrow();
        LeaseToken second = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> acquire(LONG), Optional::isPresent)
                .orElseThrow();

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(renew(first)).isFalse();
        leases.release(first).await().indefinitely();
        assertThat(renew(second)).as("a stale release changes nothing").isTrue();
    }

    @Test
    void shouldNotBeRenewedOnceItIsOver() {
        LeaseToken lease = acquire(SHORT).orElseThrow();

        Awaitility.await().atMost(PATIENCE).pollDelay(SHORT.multipliedBy(2)).untilAsserted(() -> assertThat(
                        renew(lease))
                .isFalse());
    }

    @Test
    void shouldBeFreeAfterRelease() {
        leases.release(acquire(LONG).orElseThrow()).await().indefinitely();

        assertThat(acquire(LONG)).isPresent();
    }

    @Test
    void shouldMoveAtOnceFromACopyThatStopsToAnotherAndBeSeenThere() {
        SimpleMeterRegistry ofFirst = new SimpleMeterRegistry();
        SimpleMeterRegistry ofSecond = new SimpleMeterRegistry();
        HeldLease first = new Leases(() -> pool, "first", ofFirst).held(name, Duration.ofHours(1));
        HeldLease second = new Leases(() -> pool, "second", ofSecond).held(name, Duration.ofHours(1));
        try {
            first.keep().await().indefinitely();
            second.keep().await().indefinitely();
            assertThat(held(ofFirst)).isEqualTo(1);
            assertThat(held(ofSecond)).isZero();

            first.giveBack();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> second.keep().await().indefinitely().isPresent());
            assertThat(first.keep().await().indefinitely()).isEmpty();
            assertThat(held(ofFirst)).isZero();
            assertThat(held(ofSecond)).isEqualTo(1);
        } finally {
            // The gauges do not keep what they look at.
            Reference.reachabilityFence(first);
            Reference.reachabilityFence(second);
        }
    }

    private double held(MeterRegistry metrics) {
        return metrics.get("lease.held").tag("lease", name).gauge().value();
    }

    private Optional<LeaseToken> acquire(Duration ttl) {
        return leases.acquire(name, ttl).await().indefinitely();
    }

    private boolean renew(LeaseToken lease) {
        return leases.renew(lease, LONG).await().indefinitely();
    }
}
