package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.intake.Sieve.Patience;
import dev.onstage.support.intake.Sieve.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever fails for a while and whichever items can never be applied: those are refused, all others are stored in order. */
class SievePropertyTest {

    private static final Patience SHORT = new Patience(Duration.ofMillis(1), Duration.ofMillis(1), 3);

    /** What an item does to a store, always. */
    private static final List<Supplier<Throwable>> POISONS = List.of(
            () -> new PgException("invalid byte sequence", "ERROR", "22021", null),
            () -> new PgException("duplicate key", "ERROR", "23505", null),
            () -> new NullPointerException("poison"),
            () -> new IllegalStateException(new NullPointerException("poison")),
            StackOverflowError::new,
            AssertionError::new);

    private static final List<Supplier<Throwable>> TROUBLES = List.of(
            () -> new PgException("deadlock detected", "ERROR", "40P01", null),
            () -> new PgException("the database system is starting up", "FATAL", "57P03", null),
            () -> new IOException("Connection reset"),
            OutOfMemoryError::new);

    /** All or nothing, as a transaction is; now and then the commit succeeds and nobody learns of it. */
    private static final class Store {

        private final Map<Integer, Supplier<Throwable>> poisons;
        private final Random random;
        private final Set<Integer> rows = new LinkedHashSet<>();

        Store(Map<Integer, Supplier<Throwable>> poisons, Random random) {
            this.poisons = poisons;
            this.random = random;
        }

        Uni<Void> apply(List<Integer> items) {
            if (random.nextInt(4) == 0) {
                return failure(TROUBLES);
            }
            for (Integer item : items) {
                Supplier<Throwable> poison = poisons.get(item);
                if (poison != null) {
                    return thrownOrFailed(poison.get());
                }
            }
            rows.addAll(items);
            return random.nextInt(8) == 0 ? failure(TROUBLES) : Uni.createFrom().voidItem();
        }

        private Uni<Void> failure(List<Supplier<Throwable>> kinds) {
            return Uni.createFrom()
                    .failure(kinds.get(random.nextInt(kinds.size())).get());
        }

        private Uni<Void> thrownOrFailed(Throwable failure) {
            if (failure instanceof RuntimeException thrown && random.nextBoolean()) {
                throw thrown;
            }
            if (failure instanceof Error thrown && random.nextBoolean()) {
                throw thrown;
            }
            return Uni.createFrom().failure(failure);
        }
    }

    @Property(tries = 200)
    void shouldRefuseThePoisonedAndStoreTheOthersInOrder(
            @ForAll("poisoned") Map<Integer, Supplier<Throwable>> poisons, @ForAll Random random) {
        List<Integer> items = IntStream.range(0, 1 + random.nextInt(40)).boxed().toList();
        Store store = new Store(poisons, random);
        IntakeProgress progress = new IntakeProgress(new SimpleMeterRegistry());

        List<Integer> refused = items(new Sieve<>(store::apply, progress.begin("channel"), SHORT)
                .sift(items)
                .await()
                .atMost(Duration.ofMinutes(1)));

        List<Integer> good = new ArrayList<>(items);
        good.removeAll(poisons.keySet());
        assertThat(store.rows).containsExactlyElementsOf(good);
        assertThat(refused)
                .containsExactlyElementsOf(
                        items.stream().filter(poisons::containsKey).toList());
    }

    private static List<Integer> items(Collection<Refused<Integer>> refused) {
        return refused.stream().map(Refused::item).toList();
    }

    @Provide
    Arbitrary<Map<Integer, Supplier<Throwable>>> poisoned() {
        return Arbitraries.maps(Arbitraries.integers().between(0, 39), Arbitraries.of(POISONS))
                .ofMaxSize(6)
                .map(TreeMap::new);
    }
}
