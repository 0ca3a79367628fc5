package dev.onstage.localstack.load;

import dev.onstage.localstack.load.Outcomes.Broken;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection, opened when there is something to send and again after it was lost. Used on its event loop only. */
final class LoadConnection {

    private static final int REFUSAL_LENGTH = 1_000;

    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final Consumer<LoadConnection> onFree;
    private final Duration reusedWithin;
    private @Nullable Channel channel;
    private Feed.@Nullable Due sent;
    private @Nullable Outcomes outcomes;
    private long sentNanos;
    private long answeredNanos;

    /**
     * None is open yet.
     *
     * @param reusedWithin a connection that was idle for longer is closed and another one opened
     */
    LoadConnection(Bootstrap shared, EventLoop loop, Consumer<LoadConnection> onFree, Duration reusedWithin) {
        this.loop = loop;
        this.reusedWithin = reusedWithin;
        this.onFree = onFree;
        this.bootstrap = shared.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
                opened.pipeline().addLast(new HttpResponseDecoder(), new Answers());
            }
        });
    }

    /** Sends it; only while nothing is under way. */
    void send(Feed.Due due, Outcomes listener) {
        sent = due;
        outcomes = listener;
        sentNanos = System.nanoTime();
        Channel open = channel;
        if (open != null && open.isActive()) {
            if (sentNanos - answeredNanos < reusedWithin.toNanos()) {
                write(open, due);
                return;
            }
            channel = null;
            ChannelFuture unused = open.close();
        }
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                channel = connected.channel();
                write(connected.channel(), due);
            } else {
                broken(Broken.REFUSED);
            }
        });
    }

    private static void write(Channel open, Feed.Due due) {
        // A failed write closes the connection, and that is noticed.
        ChannelFuture unused = open.writeAndFlush(due.bytes(), open.voidPromise());
    }

    /** Closes the connection when the answer is not there in time. */
    void giveUpAfter(Duration patience, long nowNanos) {
        if (sent != null && nowNanos - sentNanos > patience.toNanos()) {
            Channel open = channel;
            channel = null;
            if (open != null) {
                broken(Broken.TIMED_OUT);
                ChannelFuture unused = open.close();
            }
        }
    }

    private void answered(int status, String body) {
        Feed.Due due = sent;
        Outcomes listener = outcomes;
        if (due == null || listener == null) {
            return;
        }
        sent = null;
        answeredNanos = System.nanoTime();
        if (status / 100 != 2) {
            listener.refused(due.number(), body);
        }
        listener.answered(due.number(), status, answeredNanos - due.dueNanos());
        onFree.accept(this);
    }

    private void broken(Broken how) {
        Feed.Due due = sent;
        Outcomes listener = outcomes;
        if (due == null || listener == null) {
            return;
        }
        sent = null;
        listener.broken(due.number(), how);
        // Not at once: a port that nobody listens on would be asked again and again from within the answer.
        loop.execute(() -> onFree.accept(this));
    }

    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {

        private final StringBuilder refusal = new StringBuilder();
        private int status;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response) {
                status = response.status().code();
                refusal.setLength(0);
            }
            if (part instanceof HttpContent content && status / 100 != 2 && refusal.length() < REFUSAL_LENGTH) {
                refusal.append(content.content().toString(StandardCharsets.UTF_8));
            }
            if (part instanceof LastHttpContent && context.channel() == channel) {
                answered(status, refusal.toString());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (context.channel() == channel) {
                channel = null;
                broken(Broken.CUT);
            }
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close();
        }
    }
}
