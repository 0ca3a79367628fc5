package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.ENDING;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.LIVE;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.READY;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.STARTING;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.UNPROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.CallObserved.Kind;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveUnanswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.GoLiveAsked;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderFound;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderMissing;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderUnknown;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What has gone wrong elsewhere, and must not here. */
class TrapsTest {

    // ---- T1: a stop is told by call.updated alone

    @Test
    void shouldEndWhenOnlyCallUpdatedTellsOfAStop() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(40).apply(Machine.report(Kind.UPDATED, true, 39));

        // Then: a hint, then the call itself
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.wanted).containsExactly(Wanted.READ_CALL);
        machine.apply(Machine.seen(Machine.backstageCall(39)));
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.lastEndReason()).isEqualTo(EndReason.PROVIDER);
    }

    @Test
    void shouldTakeNoNoticeOfAnUpdateThatChangesOnlySettings() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(40).apply(Machine.report(Kind.UPDATED, false, 39));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.wanted).isEmpty();
    }

    // ---- T2: call.session_started also tells of a rehearsal

    @Test
    void shouldNotBeLiveWhenTheEncoderConnectsInBackstage() {
        // Given
        Machine machine = Machine.ready();

        // When
        machine.at(2).apply(Machine.report(Kind.SESSION_STARTED, true, 2));

        // Then
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.wanted).containsExactly(Wanted.FIND_ENCODER);
        machine.apply(new EncoderFound(machine.broadcast.encoder(), Machine.stay(1)));
        assertThat(machine.encoder()).isEqualTo(EncoderState.CONNECTED);
        assertThat(machine.events).isEmpty();
    }

    // ---- T3: one broadcast may be told twice

    @Test
    void shouldOpenOneSessionWhenAnswerAndBothEventsTellOfTheSameStart() {
        // Given
        Machine machine = Machine.starting();

        // When
        machine.at(11).apply(Machine.report(Kind.LIVE_STARTED, false, 11));
        machine.apply(Machine.seen(Machine.liveCall(11)));
        machine.apply(Machine.report(Kind.SESSION_STARTED, false, 12));
        machine.apply(Machine.seen(Machine.liveCall(12)));
        machine.apply(new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(11)));
        machine.apply(Machine.report(Kind.LIVE_STARTED, false, 11));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive");
    }

    // ---- T4: webhooks get lost

    @Test
    void shouldLearnFromPollingWhatNoWebhookTold() {
        // Given
        Machine machine = Machine.ready();

        // When
        machine.at(15).apply(Machine.seen(Machine.liveCall(11)));
        machine.at(55).apply(Machine.seen(Machine.backstageCall(50)));

        // Then
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "StreamEnded");
        StreamEnded ended = machine.eventsOf(StreamEnded.class).get(0);
        assertThat(ended.startedAt()).isEqualTo(Machine.at0(11));
        assertThat(ended.endedAt()).isEqualTo(Machine.at0(50));
        assertThat(machine.broadcast.webhookAwaitedSince()).isEqualTo(Machine.at0(15));
        assertThat(machine.pulled).containsExactly("ps-1");
    }

    @Test
    void shouldFinishAStartWhoseAnswerWasLost() {
        // Given
        Machine machine = Machine.starting();

        // When
        machine.at(15).apply(new GoLiveUnanswered(1, "silence"));
        machine.at(20).apply(Machine.seen(Machine.liveCall(12)));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
    }

    @Test
    void shouldGiveUpAStartOnlyAfterItsTimeAndWhenTheProviderSaysBackstage() {
        // Given
        Machine machine = Machine.starting();

        // When
        machine.at(15).apply(machine.asked(Machine.backstageCall(12)));
        BroadcastState.Name early = machine.state();
        machine.at(41).apply(machine.asked(Machine.backstageCall(12)));

        // Then
        assertThat(early).isEqualTo(STARTING);
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.events).isEmpty();
        assertThat(machine.broadcast.epoch()).isEqualTo(1);
    }

    // ---- T6: a call that is used again is never ended for good

    @Test
    void shouldGoLiveAgainOnTheSameCall() {
        // Given
        Machine machine = Machine.ending();
        machine.at(31).apply(new StopLiveAnswered(1, Machine.at0(30), Machine.backstageCall(31)));

        // When
        machine.at(60).apply(new GoLiveAsked(false));
        machine.at(61).apply(new GoLiveAnswered(2, Machine.at0(60), Machine.liveCall(61)));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.eventsOf(StreamWentLive.class))
                .extracting(StreamWentLive::epoch)
                .containsExactly(1L, 2L);
        assertThat(machine.eventsOf(StreamWentLive.class).get(1).startedAt()).isEqualTo(Machine.at0(61));
    }

    @Test
    void shouldOfferNoWayToEndACallForGood() {
        assertThat(Stream.of(StreamingProvider.class.getMethods()).map(Method::getName))
                .noneMatch(name -> name.matches("(?i).*(mark|end|delete|close).*call.*|markEnded"));
    }

    @Test
    void shouldAskForANewCallWhenTheProviderEndedIt() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(40).apply(Machine.report(Kind.ENDED, true, 39));
        machine.apply(Machine.seen(Machine.endedCall(39)));

        // Then
        assertThat(machine.state()).isEqualTo(UNPROVISIONED);
        assertThat(machine.callRetired).isTrue();
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "StreamEnded", "ChannelChanged");
        assertThat(machine.lastEndReason()).isEqualTo(EndReason.PROVIDER);
    }

    // ---- T10: a call that viewers still watch does not end with its encoder

    @Test
    void shouldEndByItsOwnTimerWhenTheEncoderStaysAway() {
        // Given
        Machine machine = Machine.lost();

        // When
        machine.at(79).apply(new EncoderMissing(machine.broadcast.encoder()));
        BroadcastState.Name early = machine.state();
        machine.at(80).apply(new EncoderMissing(machine.broadcast.encoder()));

        // Then
        assertThat(early).isEqualTo(LIVE);
        assertThat(machine.state()).isEqualTo(ENDING);
        assertThat(machine.wanted).containsExactly(Wanted.STOP_LIVE);
        machine.at(81).apply(new StopLiveAnswered(1, Machine.at0(80), Machine.backstageCall(81)));
        assertThat(machine.lastEndReason()).isEqualTo(EndReason.ENCODER_GONE);
    }

    @Test
    void shouldKeepTheSessionWhenTheEncoderIsBackInTime() {
        // Given
        Machine machine = Machine.lost();

        // When
        machine.at(50).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", 50));

        // Then
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "EncoderLost", "EncoderBack");
        EncoderLost lost = machine.eventsOf(EncoderLost.class).get(0);
        assertThat(lost.lostAt()).isEqualTo(Machine.at0(20));
        assertThat(lost.graceEndsAt()).isEqualTo(Machine.at0(80));
        assertThat(machine.eventsOf(EncoderBack.class).get(0).backAt()).isEqualTo(Machine.at0(50));
    }

    @Test
    void shouldKeepTheSessionWhenTheProviderSessionEndedAndTheEncoderIsBack() {
        // Given: no viewers, so that the provider closes its session before the grace period is over
        Machine machine = Machine.lost();

        // When
        machine.at(25).apply(Machine.report(Kind.SESSION_ENDED, false, 25));
        machine.at(50).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", 50));
        machine.apply(Machine.seen(Machine.call(false, 50, null, Machine.session("ps-2", true, null, null))));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "EncoderLost", "EncoderBack");
        assertThat(machine.pulled).containsExactly("ps-1");
        assertThat(machine.broadcast.providerSessionId()).isEqualTo("ps-2");
    }

    /** Reports come in any order: of those who are in the call's session it says nothing. */
    @Test
    void shouldKeepTheEncoderWhenAnotherProviderSessionEnded() {
        // Given
        Machine machine = Machine.live();
        machine.at(30).apply(Machine.seen(Machine.call(false, 30, null, Machine.session("ps-2", true, null, null))));

        // When
        machine.at(40).apply(Machine.report(Kind.SESSION_ENDED, false, 40));

        // Then
        assertThat(machine.encoder()).isEqualTo(EncoderState.CONNECTED);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive");
    }

    @Test
    void shouldStartTheGraceTimerWhenOnlyTheEndOfTheProviderSessionTells() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(40).apply(Machine.report(Kind.SESSION_ENDED, false, 40));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.encoder()).isEqualTo(EncoderState.LOST);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive", "EncoderLost");
    }

    @Test
    void shouldExtendTheGraceTimerWhenTheProviderCannotBeAsked() {
        // Given
        Machine machine = Machine.lost();

        // When
        machine.at(80).apply(new EncoderUnknown("GetStream does not answer."));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.broadcast.encoder().grace())
                .isEqualTo(new Encoder.Grace(Machine.at0(95), "GetStream does not answer."));
    }
}
