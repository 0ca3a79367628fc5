package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountRepositoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shouldLookWhetherAnybodyHasAnAccountWhileTheFirstOneIsCreated() {
        try (TestDatabase database = TestDatabase.create(ServiceSchema.STREAM_CONTROL, "first_account")) {
            AccountRepository accounts = new AccountRepository(database.pool());

            boolean beforeItsEnd = database.pool()
                    .withTransaction(tx -> accounts.anyExistsAtLast(tx)
                            .chain(() -> accounts.insert(
                                    tx, UUID.randomUUID(), EmailAddress.of("a@example.org"), "A", "hash", true))
                            .chain(() -> accounts.anyExists()))
                    .await()
                    .atMost(PATIENCE);

            assertThat(beforeItsEnd).isFalse();
            assertThat(accounts.anyExists().await().atMost(PATIENCE)).isTrue();
        }
    }
}
