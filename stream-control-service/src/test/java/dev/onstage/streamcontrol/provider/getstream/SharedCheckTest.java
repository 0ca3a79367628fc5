package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Finding;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Terms;
import dev.onstage.support.lease.Leases;
import dev.onstage.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of the service that share a check which is dear, so that a start is no reason for it. */
class SharedCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration AT_ONCE = Duration.ZERO;

    private static @Nullable TestDatabase database;

    private final AtomicInteger looks = new AtomicInteger();

    /** What happens while a look is under way. */
    private Supplier<Uni<Void>> meanwhile = () -> Uni.createFrom().voidItem();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create(ServiceSchema.STREAM_CONTROL, "shared_check");
    }

    @AfterAll
    static void dropDatabase() {
        database().close();
    }

    @BeforeEach
    void forgetEverything() {
        run("delete from provider_checks");
    }

    @Test
    void shouldLookOnceForAllCopiesHoweverOftenTheyStart() {
        takeWhenDue(copy());
        run("update provider_checks set checked_at = now() - interval '2 hours'");

        takeWhenDue(copy());
        takeWhenDue(copy());

        assertThat(looks).hasValue(1);
    }

    @Test
    void shouldLookAgainWhenThatWasAskedForWhileItLooked() {
        SharedCheck copy = copy();
        SharedCheck other = copy();
        takeWhenDue(copy);
        meanwhile = () -> other.takeSoon(AT_ONCE);
        copy.takeNow().await().atMost(PATIENCE);
        meanwhile = () -> Uni.createFrom().voidItem();

        takeWhenDue(copy);
        takeWhenDue(copy);

        assertThat(looks).as("the first, the one meanwhile, the one asked for").hasValue(3);
    }

    @Test
    void shouldLookAgainWhenThatWasAskedForDuringTheVeryFirstLook() {
        SharedCheck copy = copy();
        meanwhile = () -> copy.takeSoon(AT_ONCE);
        takeWhenDue(copy);
        meanwhile = () -> Uni.createFrom().voidItem();

        takeWhenDue(copy);
        takeWhenDue(copy);

        assertThat(looks).hasValue(2);
    }

    private SharedCheck copy() {
        SmallRyeConfig values = new SmallRyeConfigBuilder()
                .withDefaultValue("onstage.getstream.api-key", "key-of-the-checks")
                .build();
        return new SharedCheck(
                new Terms("a-dear-check", "something", Duration.ofMinutes(1), false),
                new CheckRepository(database().pool()),
                new Leases(() -> database().pool(), "a copy", new SimpleMeterRegistry()),
                new GetStreamTokens(() -> setting -> values.getOptionalValue(setting, String.class)),
                List.of(),
                lease -> {
                    looks.incrementAndGet();
                    return meanwhile.get().map(ignored -> new Finding(Duration.ofDays(1), List.of()));
                });
    }

    private static void takeWhenDue(SharedCheck copy) {
        copy.takeWhenDue().await().atMost(PATIENCE);
    }

    private static void run(String sql) {
        database().pool().query(sql).execute().await().atMost(PATIENCE);
    }

    private static TestDatabase database() {
        if (database == null) {
            throw new IllegalStateException("No database.");
        }
        return database;
    }
}
