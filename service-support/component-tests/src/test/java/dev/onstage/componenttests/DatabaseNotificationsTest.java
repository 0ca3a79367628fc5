package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.support.notification.DatabaseNotifications;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class DatabaseNotificationsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    DatabaseNotifications notifications;

    @Inject
    Pool pool;

    private final AtomicInteger begun = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void shouldListenAgainAtOnceAndSayThatSomethingMayHaveBeenMissed() {
        try (DatabaseNotifications.Listener listener =
                notifications.listen("'tried'", begun::incrementAndGet, heard::add)) {
            assertThat(listener).isNotNull();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(begun).hasValue(1));
            notifyAll("first");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("first"));

            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE query = 'LISTEN tried' AND datname = current_database()");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(begun).hasValue(2));
            notifyAll("second");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("first", "second"));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pool.query("SELECT 1 FROM pg_stat_activity"
                                + " WHERE query = 'LISTEN tried' AND state <> 'idle' AND datname = current_database()")
                        .executeAndAwait())
                .isEmpty());
        assertThat(begun).hasValue(2);
    }

    private void notifyAll(String payload) {
        execute("SELECT pg_notify('tried', '" + payload + "')");
    }

    private void execute(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
