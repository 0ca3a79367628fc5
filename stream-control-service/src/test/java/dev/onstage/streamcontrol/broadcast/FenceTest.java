package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.LIVE;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.READY;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.CallObserved.Kind;
import dev.onstage.events.EndReason;
import dev.onstage.events.IngressObserved;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallSeen;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveUnanswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.ForceEndAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.StopLiveAsked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are ordered by the provider's time, and nothing that a webhook claims gets in their way. */
class FenceTest {

    private static final Instant PRECISE = Machine.at0(20).plusNanos(123_456_789);

    // ---- claims

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT0.001S", "PT1H", "PT87600000H"})
    void shouldAdoptAStartThatAWebhookClaimsForLaterThanTheCallDoes(Duration ahead) {
        // Given
        Machine machine = Machine.rehearsing();

        // When
        machine.at(21).apply(Machine.report(Kind.LIVE_STARTED, false, PRECISE.plus(ahead)));

        // Then
        assertThat(machine.wanted).containsExactly(Wanted.READ_CALL);
        machine.apply(machine.asked(Machine.callAt(false, PRECISE)));
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.broadcast.claim()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT0.001S", "PT1H", "PT87600000H"})
    void shouldEndWhateverTheTimesThatWebhooksClaim(Duration ahead) {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(19).apply(Machine.report(Kind.UPDATED, false, PRECISE.plus(ahead)));
        machine.at(21).apply(Machine.report(Kind.UPDATED, true, PRECISE.plus(ahead)));
        machine.apply(machine.asked(Machine.callAt(true, PRECISE)));

        // Then
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.lastEndReason()).isEqualTo(EndReason.PROVIDER);
        assertThat(machine.broadcast.claim()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT0.001S", "PT1H", "PT87600000H"})
    void shouldBelieveTheAnswersOfCommandsWhateverWebhooksClaim(Duration ahead) {
        // Given
        Machine machine = Machine.starting();

        // When
        machine.at(11)
                .apply(Machine.report(Kind.LIVE_STARTED, false, Machine.at0(11).plus(ahead)));
        machine.apply(new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(11)));
        BroadcastState.Name started = machine.state();
        machine.at(20).apply(new StopLiveAsked());
        machine.at(21).apply(Machine.report(Kind.UPDATED, true, PRECISE.plus(ahead)));
        machine.apply(new StopLiveAnswered(1, Machine.at0(20), Machine.callAt(true, PRECISE)));

        // Then
        assertThat(started).isEqualTo(LIVE);
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.lastEndReason()).isEqualTo(EndReason.BROADCASTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT0.001S", "PT1H", "PT87600000H"})
    void shouldGiveUpAStartWhoseAnswerWasLostWhenAWebhookClaimsSomethingElse(Duration ahead) {
        // Given
        Machine machine = Machine.starting();
        machine.at(15).apply(new GoLiveUnanswered(1, "silence"));

        // When: it is claimed right before the deadline, at second 40, and again and again
        machine.at(39).apply(Machine.report(Kind.LIVE_STARTED, false, PRECISE.plus(ahead)));
        machine.at(41).apply(machine.asked(Machine.callAt(true, Machine.at0(2))));
        BroadcastState.Name inDoubt = machine.state();
        machine.at(45)
                .apply(Machine.report(Kind.UPDATED, false, PRECISE.plus(ahead).plusNanos(1)));
        machine.at(49).apply(machine.asked(Machine.callAt(true, Machine.at0(2))));

        // Then
        assertThat(inDoubt).isEqualTo(STARTING);
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.events).isEmpty();
        assertThat(machine.broadcast.claim()).isNull();
    }

    @Test
    void shouldNotSettleAStopWhileAWebhookSaysThatTheCallIsLiveAgain() {
        // Given
        Machine machine = Machine.live();
        machine.at(30).apply(new ForceEndAsked());
        machine.at(46).apply(Machine.report(Kind.LIVE_STARTED, false, 46));

        // When: the answer comes from where the change is not known yet
        machine.at(47).apply(machine.asked(Machine.backstageCall(31)));

        // Then
        assertThat(machine.broadcast.stopOwed()).isNotNull();
        machine.at(48).apply(machine.asked(Machine.liveCall(46)));
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.wanted).containsExactly(Wanted.STOP_LIVE);
    }

    @Test
    void shouldAskAgainWithLongerAndLongerWaitsUntilTheAnswerIsBelieved() {
        // Given
        Machine machine = Machine.ready();
        machine.at(20).apply(Machine.report(Kind.LIVE_STARTED, false, Machine.at0(3_620)));

        // When
        List<Double> asked = new ArrayList<>();
        for (Instant next = next(machine); next != null; next = next(machine)) {
            asked.add(Duration.between(Machine.at0(20), next).toMillis() / 1000.0);
            machine.now = next;
            machine.apply(machine.asked(Machine.callAt(true, Machine.T0)));
        }

        // Then
        assertThat(asked).containsExactly(0.5, 1.0, 2.0, 4.0, 8.0, 10.0);
        assertThat(machine.state()).isEqualTo(READY);
    }

    @Test
    void shouldGoOnAskingWhileTheProviderDoesNotAnswer() {
        // Given
        Machine machine = Machine.ready();
        machine.at(20).apply(Machine.report(Kind.LIVE_STARTED, false, 20));

        // When: the time of the doubt is over, and nothing was answered
        machine.at(60);

        // Then
        assertThat(next(machine)).isEqualTo(Machine.at0(65));
    }

    @Test
    void shouldNotMissAWebhookWhenOneThatClaimedToBeLaterCameFirst() {
        // Given
        Machine machine = Machine.ready();
        machine.at(20).apply(Machine.report(Kind.LIVE_STARTED, false, Machine.at0(3_620)));
        machine.at(31).apply(machine.asked(Machine.callAt(true, Machine.T0)));

        // When
        machine.at(41).apply(Machine.report(Kind.LIVE_STARTED, false, 40));

        // Then
        assertThat(machine.wanted).containsExactly(Wanted.READ_CALL);
    }

    @Test
    void shouldNotAskForAWebhookThatCameWhenTheAnswerWasBehindIt() {
        // Given
        Machine machine = Machine.ready();
        machine.at(20).apply(Machine.report(Kind.LIVE_STARTED, false, 20));

        // When: the reconciler asks again, and finds it
        machine.at(28).apply(machine.asked(Machine.liveCall(20)));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.broadcast.webhookAwaitedSince()).isNull();
    }

    @Test
    void shouldEndAForcedSessionNowWhateverWebhooksClaim() {
        // Given
        Machine machine = Machine.live();
        machine.at(20).apply(Machine.report(Kind.UPDATED, true, Machine.at0(3_620)));

        // When
        machine.at(30).apply(new ForceEndAsked());

        // Then
        EndedSession last = machine.broadcast.lastSession();
        assertThat(last).isNotNull();
        assertThat(last.endedAt()).isEqualTo(Machine.at0(30));
    }

    // ---- answers

    @ParameterizedTest
    @EnumSource(
            value = ChronoUnit.class,
            names = {"MICROS", "MILLIS", "SECONDS"})
    void shouldBelieveAnswersWithFewerDigitsThanTheOneBefore(ChronoUnit digits) {
        // Given
        Machine machine = Machine.starting();
        machine.at(21).apply(new GoLiveAnswered(1, Machine.at0(20), Machine.callAt(false, PRECISE)));

        // When
        machine.at(22).apply(new StopLiveAsked());
        machine.at(23).apply(machine.asked(Machine.callAt(true, PRECISE.truncatedTo(digits))));

        // Then
        assertThat(machine.state()).isEqualTo(READY);
    }

    @Test
    void shouldDropAnAnswerThatWasAskedForBeforeTheOneWithTheSameTime() {
        // Given: a stop within the second in which the call went live, told in whole seconds
        Machine machine = Machine.starting();
        machine.at(11).apply(new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(10)));
        Instant asked = machine.now;
        machine.apply(new StopLiveAsked());
        machine.at(12).apply(new StopLiveAnswered(1, Machine.at0(11), Machine.backstageCall(10)));

        // When
        machine.at(13).apply(new CallSeen(Machine.liveCall(10), asked, true));

        // Then
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "StreamEnded");
    }

    @Test
    void shouldDropAnAnswerThatWasOvertaken() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(60).apply(new CallSeen(Machine.backstageCall(2), Machine.at0(9), true));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(next(machine)).isNull();
    }

    @Test
    void shouldBelieveAnswersAgainWhenTheProvidersClockWasAheadOnce() {
        // Given
        Machine machine = Machine.starting();
        machine.at(11).apply(new GoLiveAnswered(1, Machine.at0(10), Machine.callAt(false, Machine.at0(3_611))));

        // When
        machine.at(20).apply(machine.asked(Machine.backstageCall(19)));
        BroadcastState.Name inDoubt = machine.state();
        Instant next = next(machine);
        machine.at(29).apply(machine.asked(Machine.backstageCall(19)));
        BroadcastState.Name stillInDoubt = machine.state();
        machine.at(30).apply(machine.asked(Machine.backstageCall(19)));

        // Then
        assertThat(inDoubt).isEqualTo(LIVE);
        assertThat(next).isEqualTo(Machine.at0(20).plusMillis(500));
        assertThat(stillInDoubt).isEqualTo(LIVE);
        assertThat(machine.state()).isEqualTo(READY);
        machine.at(40).apply(machine.asked(Machine.liveCall(39)));
        assertThat(machine.state()).isEqualTo(LIVE);
    }

    @Test
    void shouldForgetADoubtWhenAnAnswerIsNotOlder() {
        // Given
        Machine machine = Machine.live();
        machine.at(20).apply(machine.asked(Machine.backstageCall(2)));

        // When
        machine.at(21).apply(machine.asked(Machine.liveCall(11)));
        machine.at(60).apply(machine.asked(Machine.backstageCall(2)));

        // Then: that one begins a doubt of its own
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.broadcast.fence().doubt()).isEqualTo(new Doubt(Machine.at0(60), Machine.at0(70)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T19:00:00.123456788Z, 2026-11-20T19:00:00.123456789Z, true",
        "2026-11-20T19:00:00.123456789Z, 2026-11-20T19:00:00.123456789Z, false",
        "2026-11-20T19:00:00.123456790Z, 2026-11-20T19:00:00.123456789Z, false",
        "2026-11-20T19:00:00.123456Z, 2026-11-20T19:00:00.123456789Z, false",
        "2026-11-20T19:00:00.123455Z, 2026-11-20T19:00:00.123456789Z, true",
        "2026-11-20T19:00:00.123Z, 2026-11-20T19:00:00.123456789Z, false",
        "2026-11-20T19:00:00.122Z, 2026-11-20T19:00:00.123456789Z, true",
        "2026-11-20T19:00:00Z, 2026-11-20T19:00:00.999999999Z, false",
        "2026-11-20T18:59:59Z, 2026-11-20T19:00:00.123456789Z, true",
        "2026-11-20T19:00:00.999999999Z, 2026-11-20T19:00:01Z, false",
    })
    void shouldCompareTheDigitsThatBothTimesHave(Instant a, Instant b, boolean older) {
        assertThat(ProviderTime.isOlder(a, b)).isEqualTo(older);
    }

    @Test
    void shouldStoreTheLastTimeThatCanBeStoredForOneThatIsLater() {
        Instant later = Instant.parse("9999-12-31T23:59:59Z");
        assertThat(BroadcastRows.nanosOf(later)).isEqualTo(Long.MAX_VALUE);
        assertThat(BroadcastRows.nanosOf(Instant.parse("0001-01-01T00:00:00Z"))).isEqualTo(Long.MIN_VALUE);
        assertThat(BroadcastRows.instantOf(BroadcastRows.nanosOf(PRECISE))).isEqualTo(PRECISE);
    }

    // ---- the encoder

    @Test
    void shouldTakeTheLossOfAnEncoderWhoseStartWasToldWithATimeToCome() {
        // Given
        Machine machine = Machine.ready();
        machine.at(2).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-1", Machine.at0(3_600)));

        // When
        machine.at(20).apply(Machine.ingress(IngressObserved.Kind.STOPPED, "ingress-1", 19));

        // Then
        assertThat(machine.encoder()).isEqualTo(EncoderState.ABSENT);
        machine.at(30).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", 29));
        assertThat(machine.encoder()).isEqualTo(EncoderState.CONNECTED);
    }

    @Test
    void shouldPullASessionThatIsOverWithoutLeavingTheOneThatIsOpen() {
        // Given: the next provider session is told before the end of the one before
        Machine machine = Machine.live();
        machine.at(20).apply(machine.asked(Machine.call(false, 19, null, Machine.session("ps-2", true, null, null))));
        machine.pulled.clear();

        // When
        machine.at(21).apply(Machine.report(Kind.SESSION_ENDED, false, 20));

        // Then
        assertThat(machine.broadcast.providerSessionId()).isEqualTo("ps-2");
        assertThat(machine.broadcast.providerSessionOpen()).isTrue();
        assertThat(machine.pulled).containsExactly("ps-1");
    }

    private static @Nullable Instant next(Machine machine) {
        return machine.broadcast.askAgainAt(machine.now);
    }
}
