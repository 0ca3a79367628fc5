package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.inbox.Inbox;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class InboxTest {
    @Inject
    Inbox inbox;

    @Inject
    Pool pool;

    private final String key = UUID.randomUUID().toString();

    @Test
    void shouldAcceptOnlyWhatIsGreaterThanTheLast() {
        assertThat(advance("a", 3)).isTrue();

        assertThat(advance("a", 3)).as("again").isFalse();
        assertThat(advance("a", 2)).as("overtaken").isFalse();
        assertThat(advance("a", 7)).as("later").isTrue();
        assertThat(advance("b", 3)).as("another consumer").isTrue();
    }

    @Test
    void shouldForgetThePositionWhenTheTransactionFails() {
        assertThatThrownBy(() -> pool.withTransaction(
                                tx -> inbox.advance(tx, "a", key, 5).chain(ignored -> Uni.createFrom()
                                        .failure(new IllegalStateException("applying failed"))))
                        .await()
                        .indefinitely())
                .hasMessage("applying failed");

        assertThat(advance("a", 5)).isTrue();
    }

    @Test
    void shouldLetOneOfManyCopiesThrough() {
        var copies = IntStream.range(0, 10)
                .mapToObj(i -> pool.withTransaction(tx -> inbox.advance(tx, "a", key, 1)))
                .toList();

        var answers = Uni.join().all(copies).andFailFast().await().indefinitely();

        assertThat(answers).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    private boolean advance(String consumer, long position) {
        return pool.withTransaction(tx -> inbox.advance(tx, consumer, key, position))
                .await()
                .indefinitely();
    }
}
