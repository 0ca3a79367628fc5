package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.support.intake.StalledIntake;
import dev.onstage.support.intake.StalledIntakes;
import dev.onstage.testing.StackResource;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Copies of services that tell each other, by the real Redis, which of their consumers stand still. */
@QuarkusTest
@WithTestResource(StackResource.class)
class StalledIntakesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final Instant EARLIER = Instant.parse("2026-11-20T20:00:00Z");
    private static final Instant LATER = EARLIER.plusSeconds(30);
    private static final String COPIES = "intake:stalled-copies";

    @Inject
    ReactiveRedisDataSource redis;

    /** Of this test alone. */
    private final String service = "service-" + UUID.randomUUID();

    private final String channel = "one-in-" + service;
    private final String otherChannel = "other-in-" + service;

    private final StalledIntakes reader = copy("reader");

    @Test
    void shouldTellOfTheConsumersOfEveryCopyWhoeverWroteLast() {
        StalledIntake slow = new StalledIntake(channel, EARLIER, "a \"reason\"");
        StalledIntake slower = new StalledIntake(otherChannel, LATER, "another");
        StalledIntakes first = copy("first", slow);
        StalledIntakes second = copy("second", slower);

        shouldTellAfterWritesOf(List.of(first, second), slow, slower);
        shouldTellAfterWritesOf(List.of(second, first), slow, slower);
    }

    @Test
    void shouldTellOfOneChannelSinceWhenItFirstStandsStillSomewhere() {
        StalledIntake earlier = new StalledIntake(channel, EARLIER, "earlier");
        StalledIntakes first = copy("first", new StalledIntake(channel, LATER, "later"));
        StalledIntakes second = copy("second", earlier);
        StalledIntakes third = copy("third", new StalledIntake(channel, LATER, "later too"));
        StalledIntakes alsoThere = copy("fourth", new StalledIntake(channel, LATER, "own"));

        shouldTellAfterWritesOf(List.of(first, second, third), earlier);
        await().atMost(PATIENCE).untilAsserted(() -> {
            write(second);
            assertThat(ofThisTest(alsoThere)).containsExactly(earlier);
        });
    }

    /** The copy that goes on keeps the list of copies alive; what the other one wrote is gone by itself. */
    @Test
    void shouldForgetACopyThatHasEnded() {
        StalledIntake slow = new StalledIntake(channel, EARLIER, "ends");
        StalledIntake other = new StalledIntake(otherChannel, EARLIER, "goes on");
        StalledIntakes goesOn = copy("goes-on", other);
        StalledIntakes ends = copy("ended", slow);
        shouldTellAfterWritesOf(List.of(ends, goesOn), slow, other);
        String entry = "intake:stalled:" + service + ":ended";
        shouldBeForgottenByItself(entry, ends);

        redis.key().pexpire(entry, 1).await().atMost(PATIENCE);
        shouldTellAfterWritesOf(List.of(goesOn), other);

        await().atMost(PATIENCE).untilAsserted(() -> {
            write(goesOn);
            assertThat(ofThisTest(reader)).containsExactly(other);
            assertThat(redis.set(String.class).smembers(COPIES).await().atMost(PATIENCE))
                    .contains(service + ":goes-on")
                    .doesNotContain(service + ":ended");
        });
    }

    @Test
    void shouldLeaveNothingInRedisForLong() {
        StalledIntake slow = new StalledIntake(channel, EARLIER, "away");
        shouldBeForgottenByItself(COPIES, copy("only", slow));
    }

    private void shouldBeForgottenByItself(String key, StalledIntakes writer) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            write(writer);
            assertThat(redis.key().pttl(key).await().atMost(PATIENCE))
                    .as("milliseconds until Redis forgets it")
                    .isBetween(1L, KEPT.toMillis());
        });
    }

    @Test
    void shouldKnowItsOwnWithoutRedis() {
        StalledIntake own = new StalledIntake(channel, EARLIER, "own");
        StalledIntakes copy = new StalledIntakes(
                () -> List.of(own),
                () -> {
                    throw new IllegalStateException("Redis is away");
                },
                service + ":alone");

        write(copy);

        assertThat(ofThisTest(copy)).containsExactly(own);
    }

    private StalledIntakes copy(String name, StalledIntake... stalled) {
        return new StalledIntakes(() -> List.of(stalled), () -> redis, service + ":" + name);
    }

    /** Again and again: what Redis does not answer at once is given up. */
    private void shouldTellAfterWritesOf(List<StalledIntakes> copies, StalledIntake... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            copies.forEach(StalledIntakesTest::write);
            assertThat(ofThisTest(reader)).containsExactlyInAnyOrder(expected);
        });
    }

    private static void write(StalledIntakes copy) {
        copy.publish().await().atMost(PATIENCE);
    }

    private List<StalledIntake> ofThisTest(StalledIntakes copy) {
        return copy.everywhere().await().atMost(PATIENCE).stream()
                .filter(each -> each.channel().endsWith(service))
                .toList();
    }
}
