package dev.onstage.webhookingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class StorageReadyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    StorageReady storage;

    @Inject
    Pool pool;

    @Test
    void shouldBeReadyBesideALaterVersion() {
        storage.whenReady().await().atMost(PATIENCE);

        assertThat(storage.isReady()).isTrue();
        assertThat(number("SELECT count(*) FROM made_later"))
                .as("what only a later version knows")
                .isZero();
        assertThat(number("SELECT row_count FROM webhook_spool_usage")).isNotNegative();
    }

    private long number(String query) {
        return pool.query(query)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
