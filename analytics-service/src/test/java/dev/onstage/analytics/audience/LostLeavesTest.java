package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LostLeavesTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00Z");
    private static final Window WINDOW = new Window(START, at(300));

    @Test
    void shouldEndNobodyWhoIsCounted() {
        assertThat(found(open(3), count(30, 3), count(50, 3), count(70, 3))).isEmpty();
    }

    @Test
    void shouldEndNobodyForOneCountAlone() {
        assertThat(found(open(3), count(30, 2))).isEmpty();
        assertThat(found(open(3), count(30, 2), count(50, 3), count(70, 2)))
                .as("not in a row")
                .isEmpty();
    }

    @Test
    void shouldEndNobodyForTwoCountsOfOneMoment() {
        assertThat(found(open(3), count(30, 2), count(35, 2))).isEmpty();
    }

    @Test
    void shouldEndTheLongestPresentAtTheFirstOfTwoCounts() {
        assertThat(found(open(3), count(30, 1), count(50, 2))).isEqualTo(Map.of(0, at(30)));
        assertThat(found(open(3), count(30, 1), count(50, 1))).isEqualTo(Map.of(0, at(30), 1, at(30)));
    }

    @Test
    void shouldEndEachOnlyOnce() {
        assertThat(found(open(3), count(30, 2), count(50, 2), count(70, 2), count(90, 2)))
                .isEqualTo(Map.of(0, at(30)));
        assertThat(found(open(3), count(30, 2), count(50, 2), count(70, 1), count(90, 1)))
                .isEqualTo(Map.of(0, at(30), 1, at(70)));
    }

    @Test
    void shouldEndEverybodyWhenNobodyIsCounted() {
        assertThat(found(open(3), count(30, 0), count(50, 0))).isEqualTo(Map.of(0, at(30), 1, at(30), 2, at(30)));
    }

    @Test
    void shouldLeaveThoseAloneWhoseLeaveIsKnownOrWhoCameLater() {
        Stays stays = Stays.of(List.of(
                new Stay("left", "u", at(0), at(200), true, false),
                new Stay("later", "v", at(100), null, true, false)));

        assertThat(found(stays, count(30, 0), count(50, 0))).isEmpty();
    }

    @Test
    void shouldNotMindACountThatOurLineHadAFewSecondsEarlierOrLater() {
        Stays stays = Stays.of(
                List.of(new Stay("a", "u", at(0), null, true, false), new Stay("b", "v", at(28), null, true, false)));

        assertThat(found(stays, count(30, 1), count(50, 2), count(70, 2))).isEmpty();
    }

    private static Map<Integer, Instant> found(Stays stays, ProviderCount... counts) {
        return LostLeaves.found(Audience.during(WINDOW, stays), stays, List.of(counts));
    }

    private static Stays open(int viewers) {
        return Stays.of(IntStream.range(0, viewers)
                .mapToObj(i -> new Stay("s" + i, "u" + i, at(i), null, true, false))
                .toList());
    }

    private static ProviderCount count(int second, int identified) {
        return new ProviderCount(at(second), identified, 0);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
