package dev.onstage.support.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerWatchTest {
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};

    private final AnswerWatch watch = new AnswerWatch(Duration.ofHours(1));
    private final EmbeddedChannel connection = new EmbeddedChannel(watch);

    @Test
    void shouldLetAConnectionBeThatNobodyUses() {
        keepSilent();
        assertThat(connection.isOpen()).isTrue();

        ask();
        answer("rows");
        answer(READY);
        keepSilent();
        answer("a notification");
        keepSilent();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void shouldCloseAConnectionThatNobodyAnswers() {
        ask();
        answer(READY);
        ask();
        keepSilent();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldCloseAConnectionWhoseAnswerIsNotEnded() {
        ask();
        answer("rows");
        answer(new byte[] {'Z', 0, 0});
        keepSilent();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldSeeTheEndOfAnAnswerThatComesInPieces() {
        ask();
        for (byte part : READY) {
            answer(new byte[] {part});
        }
        keepSilent();

        assertThat(connection.isOpen()).isTrue();
    }

    private void ask() {
        connection.writeOutbound(Unpooled.copiedBuffer("select", StandardCharsets.US_ASCII));
    }

    private void answer(String text) {
        answer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void answer(byte[] bytes) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    /** What the clock of the connection says after the time. */
    private void keepSilent() {
        watch.channelIdle(connection.pipeline().context(watch), IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);
    }
}
