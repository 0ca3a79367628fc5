package dev.onstage.localstack.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.StackException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** People who do nothing wrong meanwhile: some poll the channel's page, some follow its stream, one signs in. Thread-safe. */
public final class Companions implements AutoCloseable {

    private static final int STREAMS = 20;
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(500);
    private static final Duration BETWEEN_SIGN_INS = Duration.ofSeconds(2);
    private static final long PATIENCE_MILLIS = 60_000;

    private final int viewers;
    private final List<EventStream> streams;
    private final List<Thread> threads = new ArrayList<>();
    private final TreeMap<String, Integer> wrong = new TreeMap<>();
    private int polls;
    private int signIns;
    private volatile boolean stopped;

    /**
     * Begins.
     *
     * @param channelId a channel that is live
     * @param viewers how many watch it, as everybody has to see it all the time
     */
    public Companions(URI target, String channelId, int viewers, String email, String password) {
        this.viewers = viewers;
        ChannelApi page = new OnstageApi(target).channel(channelId);
        this.streams = IntStream.range(0, STREAMS)
                .mapToObj(number -> page.liveEvents())
                .toList();
        start("poller", BETWEEN_POLLS, () -> poll(page));
        start("person", BETWEEN_SIGN_INS, () -> signIn(target, email, password));
    }

    /** What they saw. */
    public synchronized CompanionsOutcome outcome() {
        return new CompanionsOutcome(
                polls,
                signIns,
                streams.size(),
                wrong.entrySet().stream()
                        .map(entry -> entry.getValue() + " times " + entry.getKey())
                        .toList());
    }

    /** Ends, having looked at what the streams brought. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        for (EventStream stream : streams) {
            if (stream.ended()) {
                note("the stream of a viewer ended");
            }
            stream.received().forEach(event -> look("a pushed state", event.data()));
            stream.close();
        }
    }

    private void poll(ChannelApi page) {
        look("a polled state", page.live());
        synchronized (this) {
            polls++;
        }
    }

    private void signIn(URI target, String email, String password) {
        HttpAnswer answer = new OnstageApi(target).signIn(email, password);
        if (!answer.isSuccess()) {
            note("a right password was answered " + answer.status());
        }
        synchronized (this) {
            signIns++;
        }
    }

    private void look(String what, JsonNode state) {
        if (!state.path("isLive").asBoolean()) {
            note(what + " was not live");
        } else if (state.path("viewers").asInt() != viewers) {
            note(what + " had " + state.path("viewers").asInt() + " viewers instead of " + viewers);
        }
    }

    private synchronized void note(String what) {
        wrong.merge(what, 1, Integer::sum);
    }

    private void start(String name, Duration pause, Runnable work) {
        var thread = new Thread(
                () -> {
                    while (!stopped) {
                        try {
                            work.run();
                        } catch (StackException failure) {
                            note("a " + name + " was told: " + failure.getMessage());
                        }
                        LockSupport.parkNanos(pause.toNanos());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }
}
