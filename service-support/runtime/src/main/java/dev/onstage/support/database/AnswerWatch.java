package dev.onstage.support.database;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes a connection to PostgreSQL that was asked something and has heard nothing for too long: a server that hangs, or a
 * network that swallows everything, keeps connections open without ever answering. The statement fails as with a connection
 * that is lost, and whether it was carried out is not known. Silence on a connection that waits for nothing is as it should be,
 * also while it listens for notifications.
 *
 * <p>Statements are sent one after the other on a connection, so all is answered when PostgreSQL says that it is ready for the
 * next. An idle timeout of the client itself would also close connections at the moment they are used again.
 */
final class AnswerWatch extends IdleStateHandler {
    private static final Logger LOG = Logger.getLogger(AnswerWatch.class);

    /** ReadyForQuery without its last byte, the state of the transaction: a {@code Z} and its length. */
    private static final long READY = 0x5A_00_00_00_05L;

    private static final int READY_BYTES = 6;
    private static final long LAST_BYTES = 0xFFFF_FFFF_FFFFL;

    private final Duration patience;
    private boolean asked;
    private long lastRead;

    AnswerWatch(Duration patience) {
        super(0, 0, patience.toMillis(), TimeUnit.MILLISECONDS);
        this.patience = patience;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        asked = true;
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof ByteBuf bytes && endsInReady(bytes)) {
            asked = false;
        }
        super.channelRead(context, message);
    }

    /** The end may come in pieces. */
    private boolean endsInReady(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int at = Math.max(bytes.readerIndex(), end - READY_BYTES); at < end; at++) {
            lastRead = (lastRead << Byte.SIZE | bytes.getUnsignedByte(at)) & LAST_BYTES;
        }
        return lastRead >>> Byte.SIZE == READY;
    }

    /** Nothing was written or read for too long. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (asked) {
            LOG.warnf(
                    "PostgreSQL has not answered for %s ms: a connection is closed (onstage.database.answer-within)",
                    patience.toMillis());
            var unused = context.close();
        }
    }
}
