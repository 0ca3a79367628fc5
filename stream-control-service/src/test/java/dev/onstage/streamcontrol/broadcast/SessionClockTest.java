package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.EndReason;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionClockTest {

    private static final Instant T0 = Machine.T0;

    @ParameterizedTest
    @CsvSource({"0, 0", "29, 0", "30, 1", "89, 1", "90, 2", "3600, 60", "3629, 60", "3630, 61"})
    void shouldRoundMinutesHalfUp(long seconds, long minutes) {
        assertThat(SessionClock.totalMinutes(T0, T0.plusSeconds(seconds))).isEqualTo(minutes);
    }

    @Test
    void shouldCountAHalfMinuteShortOfAMicrosecondAsNone() {
        assertThat(SessionClock.totalMinutes(T0, T0.plusSeconds(30).minusNanos(1000)))
                .isZero();
    }

    @Test
    void shouldStartWhenTheProviderSessionWentLive() {
        // Given
        ProviderCall call = Machine.call(
                false, 20, null, Machine.session("ps-1", true, Machine.at0(12).plusNanos(345_678_901), null));

        // Then
        assertThat(SessionClock.startedAt(call, null)).isEqualTo(Machine.at0(12).plusNanos(345_678_000));
    }

    @Test
    void shouldStartAtTheCallsUpdateWithoutAProviderSession() {
        assertThat(SessionClock.startedAt(Machine.call(false, 20, null, null), null))
                .isEqualTo(Machine.at0(20));
    }

    @Test
    void shouldNotBelieveTheStartOfAnEarlierBroadcast() {
        // Given
        EndedSession last = new EndedSession(new UUID(0, 1), Machine.at0(11), Machine.at0(30), EndReason.BROADCASTER);
        ProviderCall call = Machine.call(false, 40, null, Machine.session("ps-1", true, Machine.at0(11), null));

        // Then
        assertThat(SessionClock.startedAt(call, last)).isEqualTo(Machine.at0(40));
    }

    @Test
    void shouldEndWhenTheProviderSessionReturnedToBackstage() {
        // Given
        ProviderCall call =
                Machine.call(true, 60, null, Machine.session("ps-1", true, Machine.at0(11), Machine.at0(50)));

        // Then
        assertThat(SessionClock.endedAt(call, Machine.at0(11))).isEqualTo(Machine.at0(50));
    }

    @Test
    void shouldNotBelieveTheEndOfAnEarlierBroadcast() {
        // Given
        ProviderCall call =
                Machine.call(true, 60, null, Machine.session("ps-1", true, Machine.at0(40), Machine.at0(30)));

        // Then
        assertThat(SessionClock.endedAt(call, Machine.at0(40))).isEqualTo(Machine.at0(60));
    }

    @Test
    void shouldNeverEndBeforeTheStart() {
        assertThat(SessionClock.endedAt(Machine.call(true, 5, null, null), Machine.at0(11)))
                .isEqualTo(Machine.at0(11));
        assertThat(SessionClock.forcedEndAt(Machine.at0(3), Machine.at0(4), Machine.at0(11)))
                .isEqualTo(Machine.at0(11));
    }
}
