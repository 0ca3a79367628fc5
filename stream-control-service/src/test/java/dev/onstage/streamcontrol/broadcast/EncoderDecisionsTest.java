package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.streamcontrol.broadcast.BroadcastState.Name.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.IngressObserved;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderMissing;
import org.junit.jupiter.api.Test;

/** Encoders that replace one another, and reports about them in any order. */
class EncoderDecisionsTest {

    @Test
    void shouldIgnoreTheStopOfAnEncoderThatWasReplaced() {
        // Given
        Machine machine = Machine.live();
        machine.at(30).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", 30));

        // When
        machine.at(32).apply(Machine.ingress(IngressObserved.Kind.STOPPED, "ingress-1", 31));

        // Then
        assertThat(machine.encoder()).isEqualTo(EncoderState.CONNECTED);
        assertThat(machine.eventNames()).containsExactly("StreamWentLive");
    }

    @Test
    void shouldIgnoreAStartThatArrivesAfterItsStop() {
        // Given
        Machine machine = Machine.ready();

        // When
        machine.at(5).apply(Machine.ingress(IngressObserved.Kind.STOPPED, "ingress-1", 4));
        machine.apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-1", 1));

        // Then
        assertThat(machine.encoder()).isEqualTo(EncoderState.ABSENT);
    }

    @Test
    void shouldIgnoreAnotherPublisher() {
        // Given
        Machine machine = Machine.ready();

        // When
        machine.apply(new ReportTrigger.IngressReported(new IngressObserved(
                Machine.CALL.cid(),
                IngressObserved.Kind.STARTED,
                "somebody-else",
                "ingress-9",
                null,
                null,
                null,
                null,
                Machine.at0(5))));

        // Then
        assertThat(machine.encoder()).isEqualTo(EncoderState.ABSENT);
    }

    @Test
    void shouldDropAnAnswerAboutAnEncoderThatHasChangedSince() {
        // Given: asked while lost, and back before the answer
        Machine machine = Machine.lost();
        Encoder asked = machine.broadcast.encoder();
        machine.at(79).apply(Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", 79));

        // When
        machine.at(81).apply(new EncoderMissing(asked));

        // Then
        assertThat(machine.state()).isEqualTo(LIVE);
        assertThat(machine.encoder()).isEqualTo(EncoderState.CONNECTED);
    }
}
