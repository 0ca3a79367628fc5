package dev.onstage.support.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerWatchTest {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};

    /** A row that holds what looks like the end of an answer. */
    private static final byte[] ROW = {'D', 0, 0, 0, 10, 'Z', 0, 0, 0, 5, 'I'};

    private static final byte[] NOTIFICATION = {'A', 0, 0, 0, 7, 'a', 'b', 'c'};

    private long nanos;
    private final AnswerWatch watch = new AnswerWatch(PATIENCE, () -> nanos);
    private final EmbeddedChannel connection = new EmbeddedChannel(watch);

    @Test
    void shouldLetAConnectionBeThatNobodyUses() {
        keepSilent();
        assertThat(connection.isOpen()).isTrue();

        ask();
        answer(ROW);
        answer(READY);
        keepSilent();
        answer(NOTIFICATION);
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
        answer(ROW);
        answer(new byte[] {'Z', 0, 0});
        keepSilent();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldSeeTheEndOfAnAnswerThatComesInPieces() {
        ask();
        for (byte part : together(ROW, READY)) {
            answer(new byte[] {part});
        }
        keepSilent();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void shouldSeeTheEndOfAnAnswerThatNotificationsFollow() {
        ask();
        answer(together(ROW, READY, NOTIFICATION));
        keepSilent();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void shouldGiveItsTimeToWhatIsAskedAsTheSilenceEnds() {
        nanos += PATIENCE.toNanos();
        ask();
        nanos += PATIENCE.toNanos() - 1;
        beIdle();
        assertThat(connection.isOpen()).isTrue();

        nanos++;
        beIdle();

        assertThat(connection.isOpen()).isFalse();
    }

    private void ask() {
        connection.writeOutbound(Unpooled.copiedBuffer("select", StandardCharsets.US_ASCII));
    }

    private static byte[] together(byte[]... messages) {
        ByteBuf all = Unpooled.wrappedBuffer(messages);
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    private void answer(byte[] bytes) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private void keepSilent() {
        nanos += PATIENCE.toNanos();
        beIdle();
    }

    /** What the clock of the connection says after the time. */
    private void beIdle() {
        watch.channelIdle(connection.pipeline().context(watch), IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);
    }
}
