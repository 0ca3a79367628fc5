package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.support.lease.LeaseToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Reports of joins and leaves get lost, and the provider is asked for its counts every twenty seconds: a minute after the last
 * loss the number shown is right, in Postgres and in Redis, whatever died or was forgotten meanwhile. Time is that of the
 * events; nobody waits.
 */
class LostReportsPropertyTest {

    private static final int HORIZON = 240;
    /** Nothing is lost any more. */
    private static final int HEALED = 120;
    /** By when the number must be right again. */
    private static final int MINUTE = 60;

    private static final int COUNT_EVERY = 20;
    private static final int TICK = 5;

    private static @Nullable AnalyticsFixture fixture;
    private static int rounds;

    /** A viewer's stay, and whether its join and its leave are reported; {@code left} beyond the horizon while it lasts. */
    record Visit(int joined, int left, boolean joinReported, boolean leaveReported) {
        boolean present(int second) {
            return joined <= second && second < left;
        }

        int lostLast() {
            int join = joinReported ? -1 : joined;
            int leave = leaveReported || left >= HORIZON ? -1 : left;
            return Math.max(join, leave);
        }
    }

    @BeforeContainer
    static void start() {
        fixture = new AnalyticsFixture("lost_reports");
    }

    @AfterContainer
    static void stop() {
        fixture().close();
    }

    @Property(tries = 15)
    void shouldShowTheRightNumberAMinuteAfterTheLastLoss(@ForAll("crowds") List<Visit> crowd, @ForAll Random random) {
        Broadcast broadcast = Broadcast.of("lost-" + rounds++, fixture().origin());
        LeaseToken lease = fixture().liveLease();
        fixture().apply(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));
        fixture().apply(List.of(broadcast.joined("obs", broadcast.broadcasterUserId(), 0, ObservationSource.WEBHOOK)));
        int lostLast = crowd.stream().mapToInt(Visit::lostLast).max().orElse(-1);

        for (int second = 0; second < HORIZON; second += TICK) {
            fixture().apply(reportedSince(second - TICK, second, crowd, broadcast));
            beDisturbed(broadcast, lease, second, random);
            fixture().follow(lease, broadcast.at(second));
            if (second >= lostLast + MINUTE) {
                int present = present(crowd, second);
                assertThat(fixture()
                                .count("SELECT current_viewers FROM stream_sessions WHERE session_id = '"
                                        + broadcast.sessionId() + "'"))
                        .as("second %d", second)
                        .isEqualTo(present);
                assertThat(fixture().redis().viewers(broadcast.sessionId())).isEqualTo(present);
            }
        }

        assertThat(fixture()
                        .count("SELECT count(*) FROM presence_differences WHERE session_id = '" + broadcast.sessionId()
                                + "' AND difference <> 0"))
                .matches(recorded -> recorded > 0 || !disagreed(crowd), "recorded");
        fixture().apply(List.of(broadcast.ended(3, HORIZON)));
        fixture().summariseDue();
    }

    /** The process dies at work, or Redis loses what it knows. */
    private static void beDisturbed(Broadcast broadcast, LeaseToken lease, int second, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> fixture().survives(() -> fixture().follow(lease, broadcast.at(second)), random);
            case 1 -> fixture().redis().forget(broadcast.sessionId());
            default -> {
                // Nothing happens.
            }
        }
    }

    /** What arrives in these seconds; a join that was reported late by the leave of the same stay comes with it. */
    private static List<OnstageEvent> reportedSince(int after, int until, List<Visit> crowd, Broadcast broadcast) {
        List<OnstageEvent> events = new ArrayList<>();
        for (int i = 0; i < crowd.size(); i++) {
            Visit visit = crowd.get(i);
            String user = "user" + i % 4;
            if (visit.joinReported && after < visit.joined && visit.joined <= until) {
                events.add(broadcast.joined("stay" + i, user, visit.joined, ObservationSource.WEBHOOK));
            }
            if (visit.leaveReported && after < visit.left && visit.left <= until) {
                events.add(broadcast.left("stay" + i, user, visit.joined, visit.left, ObservationSource.WEBHOOK));
            }
        }
        for (int second = after + 1; second <= until; second++) {
            if (second >= 0 && second % COUNT_EVERY == 0) {
                events.add(broadcast.counted(second, present(crowd, second), 0));
            }
        }
        return events;
    }

    private static int present(List<Visit> crowd, int second) {
        return (int) crowd.stream().filter(visit -> visit.present(second)).count();
    }

    /** Nothing was lost lately, so what the last count saw the one before had seen, too. */
    private static boolean disagreed(List<Visit> crowd) {
        return difference(crowd, HORIZON - COUNT_EVERY) != 0;
    }

    private static int difference(List<Visit> crowd, int second) {
        return present(crowd, second)
                - (int) crowd.stream()
                        .filter(visit -> visit.joinReported
                                && visit.joined <= second
                                && (second < visit.left || !visit.leaveReported))
                        .count();
    }

    private static AnalyticsFixture fixture() {
        if (fixture == null) {
            throw new IllegalStateException("The fixture is not started");
        }
        return fixture;
    }

    /** Nobody comes or goes while the provider counts: a few seconds before and after, a number may be either. */
    @Provide
    Arbitrary<List<Visit>> crowds() {
        Arbitrary<Integer> moments = Arbitraries.integers()
                .between(0, HORIZON / COUNT_EVERY - 1)
                .flatMap(slot -> Arbitraries.integers().between(slot * COUNT_EVERY + 7, slot * COUNT_EVERY + 12));
        return Combinators.combine(
                        moments,
                        moments,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, true, false))
                .as((one, other, leaves, joinReported, leaveReported) -> {
                    int joined = Math.min(one, other);
                    int left = leaves && one.intValue() != other.intValue() ? Math.max(one, other) : HORIZON * 2;
                    return new Visit(joined, left, joinReported || joined > HEALED, leaveReported || left > HEALED);
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
