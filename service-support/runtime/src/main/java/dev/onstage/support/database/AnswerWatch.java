package dev.onstage.support.database;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Closes a connection to PostgreSQL that was asked something and has heard nothing for too long: a server that hangs, or a
 * network that swallows everything, keeps connections open without ever answering. The statement fails as with a connection
 * that is lost, and whether it was carried out is not known. Silence on a connection that waits for nothing is as it should be,
 * also while it listens for notifications.
 *
 * <p>Statements are sent one after the other on a connection, so all is answered when PostgreSQL says that it is ready for the
 * next; notifications may follow. Messages are told apart by their headers for that: a type, and a length that counts itself.
 * An idle timeout of the client itself would also close connections at the moment they are used again.
 */
final class AnswerWatch extends IdleStateHandler {
    private static final Logger LOG = Logger.getLogger(AnswerWatch.class);

    private static final char READY = 'Z';
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_BYTES = 4;

    private final Duration patience;
    private final LongSupplier nanoTime;
    private boolean asked;
    private long askedAt;
    private long header;
    private int headerBytes;
    private int bodyBytes;

    AnswerWatch(Duration patience, LongSupplier nanoTime) {
        super(0, 0, patience.toMillis(), TimeUnit.MILLISECONDS);
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        asked = true;
        askedAt = nanoTime.getAsLong();
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof ByteBuf bytes) {
            follow(bytes);
        }
        super.channelRead(context, message);
    }

    /** A message may come in pieces, and several at once. */
    private void follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (bodyBytes > 0) {
                int passed = Math.min(bodyBytes, bytes.writerIndex() - at);
                bodyBytes -= passed;
                at += passed;
                continue;
            }
            header = header << Byte.SIZE | bytes.getUnsignedByte(at);
            at++;
            headerBytes++;
            if (headerBytes == HEADER_BYTES) {
                begin((char) (header >>> Integer.SIZE & 0xFF), (int) header);
            }
        }
    }

    private void begin(char type, int length) {
        headerBytes = 0;
        bodyBytes = length - LENGTH_BYTES;
        if (type == READY) {
            asked = false;
        }
    }

    /** Nothing was read or came to be written for too long; what is asked at this moment has all its time yet. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (asked && nanoTime.getAsLong() - askedAt >= patience.toNanos()) {
            LOG.warnf(
                    "PostgreSQL has not answered for %s ms: a connection is closed (onstage.database.answer-within)",
                    patience.toMillis());
            var unused = context.close();
        }
    }
}
