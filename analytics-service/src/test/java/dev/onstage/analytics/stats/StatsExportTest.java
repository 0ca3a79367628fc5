package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A slow reader is not read ahead for. */
class StatsExportTest {

    private static final String MANY = """
            INSERT INTO stream_sessions (session_id, channel_id, epoch, title, started_at, ended_at)
            SELECT gen_random_uuid(), 'main', i, 'Title ' || i, now() - make_interval(mins => i),
                   now() - make_interval(mins => i - 1)
            FROM generate_series(1, 1000) i""";

    @Test
    void shouldReadAPageOnlyWhenItIsWanted() {
        try (TestDatabase database = TestDatabase.create(ServiceSchema.ANALYTICS, "stats_export")) {
            database.pool().query(MANY).executeAndAwait();
            StatsExport export = new StatsExport(
                    new StatsService(new StatsRepository(database.pool()), new ChartRepository(database.pool())));
            SessionQuery query = SessionQuery.parse(null, null, null, "asc");
            SessionPage first = export.begin("main", query).await().indefinitely();
            int begun = database.statements();

            AssertSubscriber<String> reader = export.sessionsCsv(
                            "main", query, first, () -> Uni.createFrom().item(true))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(2));
            reader.awaitItems(2, Duration.ofMinutes(1));
            assertThat(database.statements() - begun)
                    .as("the header and the first page are at hand")
                    .isLessThanOrEqualTo(1);

            reader.awaitNextItem(Duration.ofMinutes(1));
            assertThat(database.statements() - begun).isLessThanOrEqualTo(2);
            reader.request(100).awaitCompletion(Duration.ofMinutes(1));
            assertThat(database.statements() - begun).isEqualTo(4);
            assertThat(String.join("", reader.getItems()).lines())
                    .hasSize(1_001)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldEndWithTheLoginOfItsReader() {
        try (TestDatabase database = TestDatabase.create(ServiceSchema.ANALYTICS, "stats_export_login")) {
            database.pool().query(MANY).executeAndAwait();
            StatsExport export = new StatsExport(
                    new StatsService(new StatsRepository(database.pool()), new ChartRepository(database.pool())));
            SessionQuery query = SessionQuery.parse(null, null, null, "asc");
            SessionPage first = export.begin("main", query).await().indefinitely();
            AtomicInteger asked = new AtomicInteger();

            AssertSubscriber<SessionSummary> reader = export.sessions(
                            "main", query, first, () -> Uni.createFrom().item(asked.incrementAndGet() < 2))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

            reader.awaitFailure(Duration.ofMinutes(1)).assertFailedWith(ProblemException.class, "The login has ended");
            assertThat(reader.getItems()).as("the first page and one more").hasSize(400);
        }
    }
}
