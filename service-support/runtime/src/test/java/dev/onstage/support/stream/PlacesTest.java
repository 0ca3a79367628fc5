package dev.onstage.support.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.stream.Places.Entry;
import dev.onstage.support.stream.Places.Holder;
import dev.onstage.support.stream.Places.Kind;
import dev.onstage.support.stream.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    private static final int TOTAL = 20;
    private static final int PER_ADDRESS = 7;
    private static final int PER_ACCOUNT = 4;

    private final Places places = new Places(TOTAL);

    /** A place somebody has, and whose it is. */
    private record Held(Place place, List<Holder> holders) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void shouldLetInExactlyWhomTheLimitsAllow(long seed) {
        Random random = new Random(seed);
        List<Held> held = new ArrayList<>();
        List<Held> left = new ArrayList<>();

        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(100) < 55) {
                List<Holder> holders = holders(random);
                boolean room = held.size() < TOTAL
                        && holders.stream().allMatch(holder -> count(held, holder) < holder.limit());
                Entry entry = places.enter(holders.toArray(Holder[]::new));
                assertThat(entry.place() != null).isEqualTo(room);
                if (entry.place() != null) {
                    held.add(new Held(entry.place(), holders));
                }
            } else if (!held.isEmpty() && random.nextInt(10) > 0) {
                Held leaving = held.remove(random.nextInt(held.size()));
                leaving.place().leave();
                left.add(leaving);
            } else if (!left.isEmpty()) {
                left.get(random.nextInt(left.size())).place().leave();
            }
            assertThat(places.open()).isEqualTo(held.size());
        }

        held.forEach(one -> one.place().leave());
        assertThat(places.open()).isZero();
        assertThat(places.holders()).as("nothing is kept of those who left").isZero();
    }

    @Test
    void shouldSayWhoseLimitIsReached() {
        for (int i = 0; i < PER_ACCOUNT; i++) {
            places.enter(address("a"), account("x"));
        }
        assertThat(places.enter(address("b"), account("x")).full()).isEqualTo(Kind.ACCOUNT);
        for (int i = PER_ACCOUNT; i < PER_ADDRESS; i++) {
            places.enter(address("a"));
        }
        assertThat(places.enter(address("a"), account("y")).full()).isEqualTo(Kind.ADDRESS);
        assertThat(places.open()).as("a refusal takes nothing").isEqualTo(PER_ADDRESS);
        for (int i = PER_ADDRESS; i < TOTAL; i++) {
            places.enter(address("c" + i));
        }
        assertThat(places.enter(address("d")).full()).isEqualTo(Kind.ALL);
    }

    @Test
    void shouldLoseNothingWhenManyComeAndGoTogether() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(number -> new Thread(() -> comeAndGo(begin, new Random(number))))
                .toList();
        threads.forEach(Thread::start);
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(places.open()).isZero();
        assertThat(places.holders()).isZero();
    }

    private void comeAndGo(CountDownLatch begin, Random random) {
        try {
            begin.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < 5_000; i++) {
            Place place = places.enter(holders(random).toArray(Holder[]::new)).place();
            if (place != null) {
                place.leave();
            }
        }
    }

    private static long count(List<Held> held, Holder holder) {
        return held.stream().filter(one -> one.holders().contains(holder)).count();
    }

    private static List<Holder> holders(Random random) {
        Holder address = address("address-" + random.nextInt(4));
        return random.nextBoolean() ? List.of(address) : List.of(address, account("account-" + random.nextInt(5)));
    }

    private static Holder address(String name) {
        return new Holder(Kind.ADDRESS, name, PER_ADDRESS);
    }

    private static Holder account(String name) {
        return new Holder(Kind.ACCOUNT, name, PER_ACCOUNT);
    }
}
