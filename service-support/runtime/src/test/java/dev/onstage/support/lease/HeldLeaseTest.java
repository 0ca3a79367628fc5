package dev.onstage.support.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the process believes; the database is played by the test. */
class HeldLeaseTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final LeaseToken FIRST = new LeaseToken("work", 1);

    private final AtomicLong nanos = new AtomicLong();
    private final Database database = new Database();
    private final HeldLease lease = new HeldLease(database, "work", TTL, nanos::get);

    /** Grants each lease under the next fence, unless somebody else has it. */
    private static class Database extends Leases {
        private final List<LeaseToken> released = new ArrayList<>();
        private boolean somebodyElseHasIt;
        private long fence;

        private Database() {
            super(
                    () -> {
                        throw new IllegalStateException("There is no database");
                    },
                    "test",
                    new SimpleMeterRegistry());
        }

        @Override
        public Uni<Optional<LeaseToken>> acquire(String name, Duration ttl) {
            return Uni.createFrom()
                    .item(somebodyElseHasIt ? Optional.empty() : Optional.of(new LeaseToken(name, ++fence)));
        }

        @Override
        public Uni<Boolean> renew(LeaseToken token, Duration ttl) {
            return Uni.createFrom().item(!somebodyElseHasIt);
        }

        @Override
        public Uni<Void> release(LeaseToken token) {
            released.add(token);
            return Uni.createFrom().voidItem();
        }
    }

    @Test
    void shouldNotBeHeldForLongerThanItWasProlongedFor() {
        assertThat(lease.isHeld()).isFalse();
        assertThat(lease.keep().await().indefinitely()).contains(FIRST);
        passes(TTL.minusNanos(1));
        assertThat(lease.isHeld()).isTrue();
        assertThat(lease.keep().await().indefinitely()).contains(FIRST);
        passes(TTL.minusNanos(1));
        assertThat(lease.isHeld()).isTrue();
        passes(Duration.ofNanos(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldBeOverWhenSomebodyElseHasIt() {
        lease.take().await().indefinitely();
        database.somebodyElseHasIt = true;

        assertThat(lease.take().await().indefinitely()).as("nobody was asked").contains(FIRST);
        assertThat(lease.keep().await().indefinitely()).isEmpty();
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldBeOverWhenAWriteInItsNameWasRefusedAndNotWhenAnEarlierOneWas() {
        LeaseToken first = lease.take().await().indefinitely().orElseThrow();
        lease.lost(first);
        assertThat(lease.isHeld()).isFalse();
        LeaseToken second = lease.take().await().indefinitely().orElseThrow();

        lease.lost(first);

        assertThat(second).isNotEqualTo(first);
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void shouldNotBeTakenAgainOnceItWasGivenBack() {
        lease.take().await().indefinitely();

        lease.giveBack();

        assertThat(database.released).containsExactly(FIRST);
        assertThat(lease.isHeld()).isFalse();
        assertThat(lease.keep().await().indefinitely()).isEmpty();
        assertThat(lease.take().await().indefinitely()).isEmpty();
    }

    @Test
    void shouldGiveBackWhatComesWhileItStops() {
        List<UniEmitter<? super Optional<LeaseToken>>> asked = new ArrayList<>();
        Leases slow = new Database() {
            @Override
            public Uni<Optional<LeaseToken>> acquire(String name, Duration ttl) {
                return Uni.createFrom().emitter(asked::add);
            }
        };
        HeldLease late = new HeldLease(slow, "work", TTL, nanos::get);
        var answer = late.take().subscribeAsCompletionStage();

        late.giveBack();
        asked.get(0).complete(Optional.of(FIRST));

        assertThat(answer.join()).isEmpty();
        assertThat(((Database) slow).released).containsExactly(FIRST);
        assertThat(late.isHeld()).isFalse();
    }

    @Test
    void shouldStopWithoutADatabaseThatAnswers() {
        var deaf = new Database() {
            @Override
            public Uni<Void> release(LeaseToken token) {
                return Uni.createFrom().nothing();
            }
        };
        HeldLease stopping = new HeldLease(deaf, "work", TTL, nanos::get);
        stopping.take().await().indefinitely();

        assertThatCode(stopping::giveBack).doesNotThrowAnyException();

        assertThat(stopping.isHeld()).isFalse();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
