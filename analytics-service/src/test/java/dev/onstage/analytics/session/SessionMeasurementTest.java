package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stay;
import dev.onstage.analytics.audience.Stays;
import dev.onstage.analytics.session.SessionMaterial.ChatTotals;
import dev.onstage.analytics.session.SessionMaterial.GapTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionMeasurementTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00Z");
    private static final String BROADCASTER = "broadcaster-main";

    @Test
    void shouldClipWhoeverIsStillThereToTheEnd() {
        SessionFigures figures = measure(stay("a", 30, null, true, false)).figures();

        assertThat(figures.peakViewers()).isEqualTo(1);
        assertThat(figures.averageViewers()).isEqualTo(0.5);
    }

    @Test
    void shouldNeverCountTheBroadcaster() {
        Stay broadcaster = new Stay("obs", BROADCASTER, at(0), null, true, false);

        assertThat(measure(broadcaster).figures().uniqueViewers()).isZero();
    }

    @Test
    void shouldLeaveOutAnOpenStayOfAnEarlierSession() {
        assertThat(measure(stay("a", -100, null, true, false)).figures().peakViewers())
                .as("joined before the previous session ended, and nobody reported the leave")
                .isZero();
    }

    @Test
    void shouldCountAnOpenStayThatBeganBetweenTheSessions() {
        assertThat(measure(stay("a", -20, null, true, false)).figures().peakViewers())
                .isEqualTo(1);
    }

    @Test
    void shouldCountAStayAcrossTwoSessionsOnceItsLeaveIsKnown() {
        assertThat(measure(stay("a", -100, 30, true, false)).figures().averageViewers())
                .isEqualTo(0.5);
    }

    @Test
    void shouldCallChatIncompleteWhenOnlyTheReconcilerSawAStayOfTheSession() {
        assertThat(measure(stay("a", 10, 20, false, true)).figures().chatComplete())
                .isFalse();
        assertThat(measure(stay("a", -40, 20, false, true)).figures().chatComplete())
                .as("its leave was lost during the session")
                .isFalse();
    }

    @Test
    void shouldCallChatCompleteWhenAWebhookSawTheStayToo() {
        assertThat(measure(stay("a", 10, 20, true, true)).figures().chatComplete())
                .isTrue();
    }

    @Test
    void shouldCallChatCompleteWhenWhatWasLostLayOutsideTheSession() {
        assertThat(measure(stay("a", -40, 100, false, true)).figures().chatComplete())
                .isTrue();
    }

    @Test
    void shouldSeeLostWebhooksByTheBroadcastersOwnStay() {
        Stay broadcaster = new Stay("obs", BROADCASTER, at(0), at(60), false, true);

        assertThat(measure(broadcaster).figures().chatComplete()).isFalse();
    }

    @Test
    void shouldEndAStayWhoseLeaveWasLostWhereTheProviderNoLongerCountsIt() {
        List<Stay> stays = List.of(stay("a", 0, null, true, false), stay("b", 5, null, true, false));
        List<ProviderCount> counts = List.of(
                new ProviderCount(at(10), 2, 0), new ProviderCount(at(30), 1, 0), new ProviderCount(at(50), 1, 0));

        SessionMeasurement measured = SessionMeasurement.of(session(at(60)), material(stays, counts), at(100));

        assertThat(measured.audience().at(at(29))).isEqualTo(2);
        assertThat(measured.audience().at(at(30))).isEqualTo(1);
        assertThat(measured.audience().watchTime()).isEqualTo(Duration.ofSeconds(30 + 55));
        assertThat(measured.figures().uniqueViewers()).isEqualTo(2);
        assertThat(measured.figures().presenceComplete()).isFalse();
    }

    @Test
    void shouldCorrectNothingOnceTheSessionIsOver() {
        List<ProviderCount> counts = List.of(new ProviderCount(at(20), 5, 2), new ProviderCount(at(40), 5, 2));

        SessionMeasurement closed = SessionMeasurement.of(session(at(60)), material(List.of(), counts), at(100));
        SessionMeasurement live = SessionMeasurement.of(session(null), material(List.of(), counts), at(60));

        assertThat(closed.viewerCorrection()).isZero();
        assertThat(closed.figures().presenceComplete()).isFalse();
        assertThat(live.viewerCorrection()).isEqualTo(7);
    }

    @Test
    void shouldMeasureNothingOfASessionThatStartsAheadOfOurClock() {
        SessionMeasurement measured = SessionMeasurement.of(
                session(null), material(List.of(stay("a", 0, null, true, false)), List.of()), at(-3));

        assertThat(measured.figures().durationSeconds()).isZero();
        assertThat(measured.figures().averageViewers()).isZero();
    }

    private static SessionMeasurement measure(Stay stay) {
        return SessionMeasurement.of(session(at(60)), material(List.of(stay), List.of()), at(100));
    }

    private static SessionMaterial material(List<Stay> stays, List<ProviderCount> counts) {
        return new SessionMaterial(Stays.of(stays), counts, new ChatTotals(List.of(), 0, 0), new GapTotals(0, 0));
    }

    private static StreamSession session(@Nullable Instant endedAt) {
        return new StreamSession(
                new UUID(0, 1),
                "main",
                1,
                BROADCASTER,
                START,
                endedAt,
                at(-50),
                0,
                new SessionFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, true));
    }

    private static Stay stay(String id, int joined, @Nullable Integer left, boolean webhook, boolean reconcile) {
        return new Stay(id, "user-" + id, at(joined), left == null ? null : at(left), webhook, reconcile);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
