package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Of ten sessions, each with a message and an attempt, those that are more than 90 days old; three at a time. */
class UpkeepTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestDatabase database;
    private Upkeep upkeep;

    @BeforeEach
    void start(TestInfo test) {
        database = TestDatabase.create(
                ServiceSchema.NOTIFIER,
                "upkeep_" + Integer.toHexString(test.getDisplayName().hashCode()));
        upkeep = new Upkeep(database.pool(), Duration.ofDays(90), 3);
        execute("""
                INSERT INTO destinations (id, channel_id, name, kind, address, address_version, masked_address, enabled,
                    notify_on_live, notify_on_end, at_end, on_unknown, cool_down_seconds, created_at, updated_at)
                VALUES (gen_random_uuid(), 'main', 'friends', 'discord', '', 1, '', true, true, true, 'EDIT', 'NEVER', 0,
                    now(), now())""");
        execute("""
                INSERT INTO stream_sessions (session_id, channel_id, started_at, ended_at, version)
                SELECT gen_random_uuid(), 'main', ended_at - interval '1 hour', ended_at, day
                FROM generate_series(85, 94) AS day, LATERAL (SELECT now() - day * interval '1 day') AS e (ended_at)""");
        execute("""
                INSERT INTO notification_messages (session_id, destination_id, state, due_at, desired_version, created_at)
                SELECT session_id, id, 'SETTLED', started_at, 1, started_at FROM stream_sessions, destinations""");
        execute("""
                INSERT INTO notification_attempts (destination_id, session_id, form, step, attempted_at, outcome, reason)
                SELECT id, session_id, 'LIVE', 'SEND', started_at, 'SENT', '' FROM stream_sessions, destinations""");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void shouldForgetAllThatIsOldInBatches() {
        int before = database.statements();

        forget();

        assertThat(database.statements() - before)
                .as("a batch and the rest of each table")
                .isEqualTo(6);
        assertThat(count("notification_attempts")).isEqualTo(5);
        assertThat(count("notification_messages")).isEqualTo(5);
        assertThat(count("stream_sessions")).isEqualTo(5);
        assertThat(count("stream_sessions WHERE version < 90")).isEqualTo(5);
    }

    @Test
    void shouldKeepWhatIsNotSettled() {
        execute("UPDATE notification_messages SET state = 'PENDING'");

        forget();

        assertThat(count("notification_messages")).isEqualTo(10);
        assertThat(count("stream_sessions")).isEqualTo(10);
    }

    @Test
    void shouldKeepWhatBelongsToASessionThatGoesOn() {
        execute("UPDATE stream_sessions SET started_at = now() - interval '1 hour', ended_at = NULL");

        forget();

        assertThat(count("notification_messages")).isEqualTo(10);
        assertThat(count("stream_sessions")).isEqualTo(10);
    }

    /** What took too long would take longer with each time, if it began anew. */
    @Test
    void shouldNotLoseEarlierBatchesWithALaterOne() {
        execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'refused'; END $$""");
        execute("""
                CREATE TRIGGER refuse BEFORE DELETE ON notification_attempts FOR EACH ROW
                WHEN (OLD.attempted_at > now() - interval '91 days') EXECUTE FUNCTION refuse()""");

        forget();

        assertThat(count("notification_attempts"))
                .as("the oldest three are gone")
                .isEqualTo(7);
    }

    private void forget() {
        upkeep.forget().await().atMost(PATIENCE);
    }

    private void execute(String statement) {
        database.pool().query(statement).execute().await().atMost(PATIENCE);
    }

    private long count(String table) {
        return database.pool()
                .query("SELECT count(*) FROM " + table)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
