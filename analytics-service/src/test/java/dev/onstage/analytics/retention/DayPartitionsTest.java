package dev.onstage.analytics.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayPartitionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    private final PartitionRepository repository = new PartitionRepository();

    @Test
    void shouldNotWaitLongForWhoeverElseChangesPartitions() {
        try (TestDatabase database = TestDatabase.create(ServiceSchema.ANALYTICS, "day_partitions")) {
            DayPartitions partitions = new DayPartitions(database.pool(), repository);
            SqlConnection other = database.pool().getConnection().await().atMost(PATIENCE);
            Transaction holding = other.begin().await().atMost(PATIENCE);
            repository.lock(other).await().atMost(PATIENCE);

            assertThatThrownBy(() -> make(partitions))
                    .isInstanceOfSatisfying(PgException.class, refusal -> assertThat(refusal.getSqlState())
                            .as("what consumers wait for and try again")
                            .isEqualTo("55P03"));
            holding.rollback().await().atMost(PATIENCE);
            other.close().await().atMost(PATIENCE);
            make(partitions);

            assertThat(repository
                            .before(database.pool(), DayTable.PRESENCE, DAY.plusDays(1))
                            .await()
                            .atMost(PATIENCE))
                    .containsExactly(DAY);
        }
    }

    private static void make(DayPartitions partitions) {
        partitions.ensure(DayTable.PRESENCE, List.of(DAY)).await().atMost(PATIENCE);
    }
}
