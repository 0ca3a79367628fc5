package dev.onstage.localstack.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Sends requests over keep-alive connections to one address, one at a time on each, as GetStream does. All of it happens on
 * one thread of its own, so that it takes little from the two cores that the server under test may have to share with it.
 */
public final class LoadGenerator implements AutoCloseable {

    /** GetStream's own patience with one attempt. */
    public static final Duration PATIENCE = Duration.ofSeconds(6);

    /**
     * Servers close a connection that was not used for a minute or so, the gateway too: a request that is sent in that moment would
     * be cut.
     */
    private static final Duration REUSED_WITHIN = Duration.ofSeconds(20);

    private static final long TICK_MILLIS = 1;
    private static final int CONNECT_MILLIS = 2000;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final Bootstrap bootstrap;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Duration patience;
    private Run running = Run.NONE;

    /** A generator with that many connections at most and GetStream's patience; none is opened yet. */
    public LoadGenerator(URI target, int connectionCount) {
        this(target, connectionCount, PATIENCE);
    }

    /** The same with another patience. */
    public LoadGenerator(URI target, int connectionCount, Duration patience) {
        this(target, connectionCount, patience, REUSED_WITHIN);
    }

    LoadGenerator(URI target, int connectionCount, Duration patience, Duration reusedWithin) {
        this.patience = patience;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .remoteAddress(new InetSocketAddress(target.getHost(), target.getPort()));
        for (int i = 0; i < connectionCount; i++) {
            connections.add(new LoadConnection(bootstrap, loop, this::freed, reusedWithin));
        }
        idle.addAll(connections);
    }

    /** One load from its beginning until the last answer. */
    private static final class Run {
        static final Run NONE = new Run();

        private final Feed feed;
        private final Outcomes outcomes;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Run() {
            this(new ClosedLoop(List.of(), Duration.ZERO), new Tally());
        }

        Run(Feed feed, Outcomes outcomes) {
            this.feed = feed;
            this.outcomes = outcomes;
        }
    }

    /** As fast as the server answers, until the time is up or all are sent; blocks until the last answer is there. */
    public void closedLoop(List<byte[]> requests, Duration duration, Outcomes outcomes) {
        begin(new ClosedLoop(requests, duration), outcomes).join();
    }

    /**
     * At a fixed rate; times count from when a request was due, not from when it could be sent.
     *
     * @param requests what number n is; called on the generator's thread when it is due
     * @param count how many
     */
    public OpenLoad openLoop(IntFunction<byte[]> requests, int ratePerSecond, int count, Outcomes outcomes) {
        var feed = new OpenLoop(requests, outcomes, ratePerSecond, count, patience.toNanos());
        return new OpenLoad(feed, begin(feed, outcomes));
    }

    /** A load under way. */
    public static final class OpenLoad {
        private final OpenLoop feed;
        private final CompletableFuture<Void> done;

        OpenLoad(OpenLoop feed, CompletableFuture<Void> done) {
            this.feed = feed;
            this.done = done;
        }

        /** Waits until all are sent and answered. */
        public void join() {
            done.join();
        }

        /** Sends nothing more, and waits for what is under way. */
        public void end() {
            feed.end();
            done.join();
        }
    }

    private CompletableFuture<Void> begin(Feed feed, Outcomes outcomes) {
        var run = new Run(feed, outcomes);
        loop.execute(() -> {
            running = run;
            ScheduledFuture<?> ticks = loop.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
            CompletableFuture<Void> unused = run.done.whenComplete((nothing, failure) -> ticks.cancel(false));
        });
        return run.done;
    }

    private void tick() {
        Run run = running;
        try {
            long now = System.nanoTime();
            while (!idle.isEmpty()) {
                Feed.Due due = run.feed.next(now);
                if (due == null) {
                    break;
                }
                idle.pop().send(due, run.outcomes);
            }
            connections.forEach(connection -> connection.giveUpAfter(patience, now));
            if (idle.size() == connections.size() && run.feed.ended(now)) {
                run.done.complete(null);
            }
        } catch (RuntimeException failure) {
            run.done.completeExceptionally(failure);
        }
    }

    private void freed(LoadConnection connection) {
        long now = System.nanoTime();
        Feed.Due due = running.feed.next(now);
        if (due == null) {
            idle.push(connection);
        } else {
            connection.send(due, running.outcomes);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
