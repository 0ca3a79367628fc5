package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndingConsumersTest {

    private static final int CONSUMERS = 3;

    private final CountDownLatch asked = new CountDownLatch(CONSUMERS);
    private final AtomicInteger told = new AtomicInteger();

    /** None of them ends its poll before all were asked, so who asks one after the other gives each up. */
    @Test
    void shouldAskAllBeforeItWaitsForOne() {
        var polls = new CompletableFuture<Void>();
        List<KafkaConsumer<?, ?>> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(consumer(polls));
        }

        EndingConsumers.pause(consumers);

        assertThat(asked.getCount()).isZero();
        assertThat(told).hasValue(CONSUMERS);
    }

    @Test
    void shouldNotWaitForWhoNeverHears() {
        EndingConsumers.pause(List.of(consumer(new CompletableFuture<>())));
        EndingConsumers.pause(List.of());

        assertThat(told).hasValue(0);
    }

    private KafkaConsumer<?, ?> consumer(CompletableFuture<Void> poll) {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                KafkaConsumer.class.getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> Uni.createFrom().completionStage(() -> {
                    asked.countDown();
                    if (asked.getCount() == 0) {
                        poll.complete(null);
                    }
                    return poll.thenRun(told::incrementAndGet);
                }));
    }
}
