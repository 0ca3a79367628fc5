package dev.onstage.notifier.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.limits.KindLimits.Allowance;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all calls of a kind share. Time passes by moving what is stored back. */
class KindLimitsTest {
    private static final String KIND = "some";
    private static final int PER_SECOND = 400;
    private static final int AT_ONCE = 100;
    private static final Allowance FULL = new Allowance(AT_ONCE, false, false);

    private final KindLimits limits = new KindLimits();
    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.create(ServiceSchema.NOTIFIER, "kind_limits");
        database.pool().query("TRUNCATE kind_limits").execute().await().indefinitely();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldAllowAPartOfASecondsCallsAndNoMoreUntilTimePasses() {
        assertThat(allow()).isEqualTo(FULL);
        spend(AT_ONCE);
        stopTheClock();
        assertThat(allow()).isEqualTo(new Allowance(0, false, true));

        pass(Duration.ofMillis(100));
        assertThat(allow().calls()).isBetween(PER_SECOND / 10, AT_ONCE - 1);

        pass(Duration.ofMinutes(1));
        assertThat(allow()).as("what was not used is not saved up").isEqualTo(FULL);
    }

    @Test
    void shouldPauseOneKindOnly() {
        allow();
        limits.pause(database.pool(), KIND, Duration.ofMinutes(5), false)
                .await()
                .indefinitely();

        assertThat(allow()).isEqualTo(Allowance.NONE);
        assertThat(limits.pause(database.pool(), KIND).await().indefinitely())
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(limits.allow(database.pool(), "other", PER_SECOND)
                        .await()
                        .indefinitely()
                        .calls())
                .isEqualTo(AT_ONCE);
        assertThat(limits.pause(database.pool(), "other").await().indefinitely())
                .isZero();

        pass(Duration.ofMinutes(6));
        assertThat(allow()).isEqualTo(FULL);
    }

    @Test
    void shouldProbeAfterABlockAndWaitLongerEachTime() {
        allow();
        block();
        block();
        assertThat(pauseMinutes()).as("blocked while blocked is one block").isEqualTo(10);

        pass(Duration.ofHours(2));
        assertThat(allow()).isEqualTo(new Allowance(1, true, false));
        block();
        assertThat(pauseMinutes()).isEqualTo(20);

        for (int i = 0; i < 6; i++) {
            pass(Duration.ofHours(2));
            block();
        }
        assertThat(pauseMinutes()).as("no longer than an hour").isEqualTo(60);

        pass(Duration.ofHours(2));
        limits.passed(database.pool(), KIND).await().indefinitely();
        assertThat(allow()).isEqualTo(FULL);
    }

    private Allowance allow() {
        return limits.allow(database.pool(), KIND, PER_SECOND).await().indefinitely();
    }

    private void spend(int calls) {
        limits.spend(database.pool(), KIND, calls).await().indefinitely();
    }

    private void block() {
        limits.pause(database.pool(), KIND, Duration.ofMinutes(10), true)
                .await()
                .indefinitely();
    }

    private long pauseMinutes() {
        return Math.round(
                limits.pause(database.pool(), KIND).await().indefinitely().toSeconds() / 60.0);
    }

    /** A moment ahead, so that what passes in reality fills nothing up. */
    private void stopTheClock() {
        database.pool()
                .query("UPDATE kind_limits SET filled_at = clock_timestamp() + interval '1 hour'")
                .execute()
                .await()
                .indefinitely();
    }

    private void pass(Duration time) {
        database.pool()
                .preparedQuery("UPDATE kind_limits SET quiet_until = quiet_until - $1 * interval '1 millisecond',"
                        + " filled_at = CASE WHEN filled_at > clock_timestamp()"
                        + " THEN clock_timestamp() - $1 * interval '1 millisecond'"
                        + " ELSE filled_at - $1 * interval '1 millisecond' END")
                .execute(Tuple.of(time.toMillis()))
                .await()
                .indefinitely();
    }
}
