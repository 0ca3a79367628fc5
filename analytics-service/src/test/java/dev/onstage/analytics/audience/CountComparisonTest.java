package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountComparisonTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00Z");
    private static final Instant NOW = at(100);

    @Test
    void shouldBeCompleteWithoutAnyCount() {
        assertThat(comparison(tenViewers()).complete(NOW)).isTrue();
        assertThat(comparison(tenViewers()).correction(NOW)).isZero();
    }

    @Test
    void shouldBeCompleteWhenEveryCountAgrees() {
        CountComparison comparison = comparison(tenViewers(), count(30, 10), count(50, 10));

        assertThat(comparison.complete(NOW)).isTrue();
        assertThat(comparison.correction(NOW)).isZero();
    }

    @Test
    void shouldBeIncompleteFromTheFirstCountThatDisagrees() {
        CountComparison comparison = comparison(tenViewers(), count(30, 10), count(50, 13));

        assertThat(comparison.complete(NOW)).isFalse();
        assertThat(comparison.correction(NOW))
                .as("one disagreement may be an event on its way")
                .isZero();
    }

    @Test
    void shouldFollowTheLastCountWhenTwoDisagreeTheSameWay() {
        CountComparison comparison = comparison(tenViewers(), count(30, 12), count(50, 13));

        assertThat(comparison.correction(NOW)).isEqualTo(3);
    }

    @Test
    void shouldFollowACountThatIsLower() {
        CountComparison comparison = comparison(tenViewers(), count(30, 7), count(50, 4));

        assertThat(comparison.correction(NOW)).isEqualTo(-6);
    }

    @Test
    void shouldNotFollowCountsThatDisagreeBothWays() {
        CountComparison comparison = comparison(tenViewers(), count(30, 7), count(50, 13));

        assertThat(comparison.correction(NOW)).isZero();
    }

    @Test
    void shouldNotCallTwoCountsOfOneMomentPersistent() {
        CountComparison comparison = comparison(tenViewers(), count(49, 13), count(50, 13));

        assertThat(comparison.correction(NOW)).isZero();
    }

    @Test
    void shouldWaitForEventsOnTheirWay() {
        CountComparison comparison = comparison(tenViewers(), count(97, 20));

        assertThat(comparison.complete(NOW)).isTrue();
    }

    @Test
    void shouldAcceptACountThatOurLineHadAFewSecondsEarlierOrLater() {
        List<Stay> leaving = Stream.concat(
                        tenViewers().stream(), Stream.of(new Stay("x", "ux", at(10), at(48), true, false)))
                .toList();

        assertThat(comparison(leaving, count(50, 11)).complete(NOW)).isTrue();
        assertThat(comparison(leaving, count(45, 10)).complete(NOW)).isTrue();
        assertThat(comparison(leaving, count(60, 11)).complete(NOW)).isFalse();
    }

    @Test
    void shouldAcceptAnEmptyRoomAtTheEdgesOfTheSession() {
        assertThat(comparison(tenViewers(), count(1, 0)).complete(NOW)).isTrue();
        assertThat(new CountComparison(Audience.during(new Window(START, at(100)), tenViewers()), List.of(count(98, 0)))
                        .complete(at(200)))
                .isTrue();
    }

    @Test
    void shouldShowAnonymousParticipantsWithoutCallingPresenceIncomplete() {
        CountComparison comparison = comparison(tenViewers(), new ProviderCount(at(50), 10, 4));

        assertThat(comparison.complete(NOW)).isTrue();
        assertThat(comparison.correction(NOW)).isEqualTo(4);
    }

    private static CountComparison comparison(List<Stay> stays, ProviderCount... counts) {
        return new CountComparison(Audience.during(new Window(START, NOW), stays), List.of(counts));
    }

    private static List<Stay> tenViewers() {
        return IntStream.range(0, 10)
                .mapToObj(i -> new Stay("s" + i, "u" + i, at(10), null, true, false))
                .toList();
    }

    private static ProviderCount count(int second, int identified) {
        return new ProviderCount(at(second), identified, 0);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
