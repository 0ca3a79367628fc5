package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.account.password.PasswordCost;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // Neither a database nor a lease is needed to load.
class SigningKeysTest {

    private final SlowStore store = new SlowStore();
    private final SigningKeys keys = new SigningKeys(store, null, new Defaults());

    @Test
    void shouldLoadOnceForAllWhoAskMeanwhile() {
        List<UniAssertSubscriber<List<PublicJsonWebKey>>> asking = IntStream.range(0, 50)
                .mapToObj(i -> keys.published().subscribe().withSubscriber(UniAssertSubscriber.create()))
                .toList();

        store.answer();

        assertThat(asking).allSatisfy(one -> one.awaitItem().assertItem(store.stored));
        assertThat(store.reads).hasValue(1);
    }

    @Test
    void shouldGoOnLoadingWhenThoseWhoAskedStopWaiting() {
        keys.published().subscribe().with(read -> {}).cancel();
        var other = keys.published().subscribe().withSubscriber(UniAssertSubscriber.<List<PublicJsonWebKey>>create());

        store.answer();

        other.awaitItem().assertItem(store.stored);
        assertThat(store.reads).hasValue(1);
    }

    /** Answers when told. */
    private static final class SlowStore extends SigningKeyStore {
        final List<PublicJsonWebKey> stored = List.of(SigningKeys.generateOne());
        final AtomicInteger reads = new AtomicInteger();
        private final AtomicReference<@Nullable UniEmitter<? super List<PublicJsonWebKey>>> asked =
                new AtomicReference<>();

        SlowStore() {
            super(null, null);
        }

        @Override
        Uni<List<PublicJsonWebKey>> published(Duration keepRetired) {
            return Uni.createFrom().emitter(emitter -> {
                reads.incrementAndGet();
                asked.set(emitter);
            });
        }

        void answer() {
            Objects.requireNonNull(asked.get()).complete(stored);
        }
    }

    private static final class Defaults implements AccountConfig {
        @Override
        public Duration accessTokenLifetime() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration signingKeyAge() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration loginSessionLifetime() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration loginSessionEnd() {
            return Duration.ofDays(30);
        }

        @Override
        public int passwordMemory() {
            return PasswordCost.LEAST.memoryKib();
        }

        @Override
        public int passwordPasses() {
            return PasswordCost.LEAST.passes();
        }
    }
}
