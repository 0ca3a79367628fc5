package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.ENDING;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.LIVE;
import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.CallObserved.Kind;
import dev.onstage.events.EndReason;
import dev.onstage.events.StreamEnded;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveFailed;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.ForceEndAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.GoLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.StopLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.TimePassed;
import org.junit.jupiter.api.Test;

/** Late events, forced ends, and stops that are owed. */
class StopDecisionsTest {

    @Test
    void shouldIgnoreLateEventsOfTheLastBroadcastDuringTheNext() {
        // Given
        Machine machine = Machine.ending();
        machine.at(31).apply(new StopLiveAnswered(1, Machine.at0(30), Machine.backstageCall(31)));
        machine.at(60).apply(new GoLiveAsked(false));
        machine.at(61).apply(new GoLiveAnswered(2, Machine.at0(60), Machine.liveCall(61)));
        Broadcast before = machine.broadcast;

        // When
        machine.at(62).apply(Machine.report(Kind.UPDATED, true, 31));
        machine.apply(Machine.report(Kind.LIVE_STARTED, false, 11));
        machine.apply(Machine.report(Kind.SESSION_ENDED, true, 33));
        machine.apply(Machine.seen(Machine.backstageCall(31)));

        // Then
        assertThat(machine.wanted).isEmpty();
        assertThat(machine.broadcast.state()).isEqualTo(before.state());
        assertThat(machine.broadcast.encoder()).isEqualTo(before.encoder());
        assertThat(machine.broadcast.fence()).isEqualTo(before.fence());
    }

    @Test
    void shouldSettleAForcedEndBeforeTheNextStart() {
        // Given: forced while the provider is away
        Machine machine = Machine.live();
        machine.at(30).apply(new ForceEndAsked());
        machine.at(35).apply(new StopLiveFailed(1, "silence"));

        // When
        machine.at(40).apply(new GoLiveAsked(false));

        // Then
        assertThat(machine.refusal).isEqualTo(Refusal.STOP_OWED);
        machine.at(50).apply(Machine.seen(Machine.liveCall(11)));
        assertThat(machine.wanted).containsExactly(Wanted.STOP_LIVE);
        machine.at(51).apply(new StopLiveAnswered(1, Machine.at0(50), Machine.backstageCall(51)));
        assertThat(machine.broadcast.stopOwed()).isNull();
        machine.at(52).apply(new GoLiveAsked(false));
        machine.at(53).apply(new GoLiveAnswered(2, Machine.at0(52), Machine.liveCall(53)));
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.eventsOf(StreamEnded.class)).hasSize(1);
    }

    @Test
    void shouldCloseAForcedEndByTheLaterOfBothClocks() {
        // Given: the provider's clock is ahead
        Machine machine = Machine.live();
        machine.at(12).apply(machine.asked(Machine.liveCall(45)));

        // When
        machine.at(30).apply(new ForceEndAsked());

        // Then
        assertThat(machine.eventsOf(StreamEnded.class).get(0).endedAt()).isEqualTo(Machine.at0(45));
    }

    @Test
    void shouldOweAStopWhenAStartSucceedsTooLate() {
        // Given
        Machine machine = Machine.starting();
        machine.at(12).apply(new ForceEndAsked());
        boolean sentWhileStarting = machine.wanted.contains(Wanted.STOP_LIVE);

        // When
        machine.at(14).apply(new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(13)));

        // Then: one command at a time, and the broadcast stays closed
        assertThat(sentWhileStarting).isFalse();
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.wanted).containsExactly(Wanted.STOP_LIVE);
        assertThat(machine.events).isEmpty();
    }

    @Test
    void shouldEndAnAbandonedStartWithoutASession() {
        // Given
        Machine machine = Machine.starting();

        // When
        machine.at(12).apply(new StopLiveAsked());
        machine.at(13).apply(Machine.seen(Machine.backstageCall(9)));
        BroadcastState.Name whileUnderWay = machine.state();
        machine.at(14).apply(new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(13)));
        machine.at(15).apply(new StopLiveAnswered(1, Machine.at0(14), Machine.backstageCall(15)));

        // Then
        assertThat(whileUnderWay).isEqualTo(ENDING);
        assertThat(machine.state()).isEqualTo(READY);
        assertThat(machine.events).isEmpty();
    }

    @Test
    void shouldEndWhenTheChannelsMaximumIsReached() {
        // Given
        Machine machine = Machine.live();

        // When
        machine.at(11 + 8 * 3600).apply(new TimePassed());

        // Then
        assertThat(machine.state()).isEqualTo(ENDING);
        assertThat(((BroadcastState.Ending) machine.broadcast.state()).reason()).isEqualTo(EndReason.MAX_DURATION);
    }
}
