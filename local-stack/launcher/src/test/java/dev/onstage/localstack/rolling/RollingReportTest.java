package dev.onstage.localstack.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.rolling.RollingPart.Kind;
import dev.onstage.localstack.rolling.RollingPart.Stops;
import dev.onstage.localstack.rolling.RollingPart.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollingReportTest {

    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

    private Kind kind = Kind.ORDERLY;
    private Traffic traffic = new Traffic(100, 50, 5);
    private int restarts = 16;
    private Stops stops = new Stops(Duration.ofSeconds(6), List.of());
    private List<Mishap> mishaps = List.of();
    private Comebacks comebacks = new Comebacks(40, 0, comeback(4_000), START);
    private Duration longestChange = Duration.ofSeconds(1);
    private List<Healing> healings = List.of();
    private List<String> differences = List.of();

    @Test
    void shouldSayInNumbersThatNobodyNoticedARollOut() {
        assertThat(part().broken()).isEmpty();
        assertThat(report().text())
                .contains(
                        "Orderly restarts: 16, under 100 requests, 50 deliveries and 5 broadcasts. 0 requests failed.",
                        "Readers came back 40 times, after 4.0 s at most. A new title reached all of them within 1.0 s.",
                        "The longest: from 12:00:00.000 UTC on; 600 ms passed before attempt 2, 1 ms until it was connected,",
                        "The slowest copy took 6.0 s to end.",
                        "Everything is as promised.");
    }

    @Test
    void shouldPromiseNothingWhenNothingWasTried() {
        traffic = new Traffic(0, 0, 0);
        restarts = 0;
        comebacks = Comebacks.NONE;

        assertThat(part().broken())
                .containsExactly(
                        "orderly restarts: nobody asked, delivered or went live meanwhile",
                        "orderly restarts: no copy with a reader was restarted");

        kind = Kind.KILLS;
        assertThat(part().broken()).contains("kills: nothing was killed or restarted");
    }

    @Test
    void shouldNameEverythingThatARollOutBroke() {
        mishaps = List.of(
                new Mishap(START, "GET live", "was answered 502"),
                new Mishap(START, "delivery", "CUT"),
                new Mishap(START.plusSeconds(1), "delivery", "CUT"));
        comebacks = new Comebacks(40, 2, comeback(5_001), START);
        longestChange = Duration.ofMillis(5_002);
        stops = new Stops(Duration.ofSeconds(40), List.of("notifier-2"));
        differences = List.of("1 sessions are lost: a");

        assertThat(part().broken())
                .containsExactly(
                        "orderly restarts: 3 requests failed",
                        "orderly restarts: 2 × delivery: CUT",
                        "orderly restarts: 1 × GET live: was answered 502",
                        "orderly restarts: 2 times a reader was without its stream for more than 5000 ms, once for 5001 ms:"
                                + " from 12:00:00.000 UTC on; 600 ms passed before attempt 2, 1 ms until it was connected, 4391 ms"
                                + " until the answer and 9 ms until the first bytes",
                        "orderly restarts: a new title took 5002 ms to reach every reader",
                        "orderly restarts: a copy took 40000 ms to end",
                        "orderly restarts: notifier-2 did not end by itself after SIGTERM and had to be killed",
                        "orderly restarts: 1 sessions are lost: a");
        assertThat(report().text()).contains("NOT AS PROMISED:").doesNotContain("Everything is as promised");
    }

    @Test
    void shouldNameWhatFailsAfterAKillAndAllowWhatHealsInTime() {
        kind = Kind.KILLS;
        comebacks = new Comebacks(40, 2, comeback(9_000), START);
        mishaps = List.of(new Mishap(START, "delivery", "CUT"));
        healings = List.of(
                new Healing("one of two notifier killed", Map.of("delivery", 1), Duration.ofSeconds(15), Duration.ZERO),
                new Healing("one of two notifier killed", Map.of("delivery", 2), Duration.ofSeconds(2), Duration.ZERO),
                new Healing("all copies killed", Map.of(), Duration.ZERO, Duration.ofSeconds(3)));

        assertThat(part().broken()).isEmpty();
        assertThat(report().text())
                .containsPattern("one of two notifier killed +2 ×, healed after 15.0 s, .* failed: 3 delivery")
                .containsPattern("all copies killed +1 ×, healed after +0.0 s, .* 3.0 s at most; nothing failed");
    }

    @Test
    void shouldNotAllowWhatHealsTooLate() {
        kind = Kind.SERVERS;
        healings = List.of(
                new Healing("kafka restarted", Map.of("GET live", 1), Duration.ofMillis(15_001), Duration.ZERO),
                new Healing("redis restarted", Map.of(), Duration.ZERO, Duration.ofMillis(15_002)));
        differences = List.of("2 records are dead letters");

        assertThat(part().broken())
                .containsExactly(
                        "restarts of servers: kafka restarted: healed only after 15001 ms",
                        "restarts of servers: redis restarted: a new title took 15002 ms to reach every reader",
                        "restarts of servers: 2 records are dead letters");
    }

    @Test
    void shouldCountAStepAsHealedWithItsLastMishapOrReader() {
        List<Mishap> two = List.of(
                new Mishap(START.plusSeconds(3), "GET live", "cut"),
                new Mishap(START.plusSeconds(7), "delivery", "cut"));

        assertThat(healing(two, Instant.MIN).healed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(healing(two, Instant.MIN).failed()).isEqualTo(Map.of("GET live", 1, "delivery", 1));
        assertThat(healing(two, START.plusSeconds(9)).healed()).isEqualTo(Duration.ofSeconds(7));
        assertThat(healing(List.of(), START.plusSeconds(9)).healed()).isEqualTo(Duration.ofSeconds(7));
        assertThat(healing(List.of(), START).healed()).isZero();
        assertThat(healing(List.of(), Instant.MIN).healed()).isZero();
    }

    private static Healing healing(List<Mishap> mishaps, Instant readersBack) {
        return Healing.of("something killed", START.plusSeconds(2), mishaps, readersBack, Duration.ZERO);
    }

    @Test
    void shouldCountComebacksAndKeepTheLongest() {
        Comebacks all = Comebacks.NONE
                .with(comeback(5_000), RollingPart.GAP, START)
                .with(comeback(7_000), RollingPart.GAP, START.plusSeconds(1))
                .with(comeback(6_000), RollingPart.GAP, START.plusSeconds(2));

        assertThat(all).isEqualTo(new Comebacks(3, 2, comeback(7_000), START.plusSeconds(2)));
    }

    private static Comeback comeback(int millis) {
        return new Comeback(
                START,
                2,
                Duration.ofMillis(600),
                Duration.ofMillis(1),
                Duration.ofMillis(millis - 610),
                Duration.ofMillis(9));
    }

    private RollingReport report() {
        return new RollingReport(List.of(part()));
    }

    private RollingPart part() {
        return new RollingPart(
                kind, traffic, restarts, stops, mishaps, comebacks, longestChange, healings, differences);
    }
}
