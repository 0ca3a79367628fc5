package dev.onstage.localstack.rolling;

import dev.onstage.localstack.client.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Requests that are sent again and again, each by a thread of its own, the next one after the answer to the last. Thread-safe. */
public final class SteadyCalls implements AutoCloseable {

    /** Longer than a client waits for one answer, twice: some calls consist of two requests. */
    private static final Duration END_WITHIN = Duration.ofSeconds(100);

    private final Mishaps mishaps;
    private final Duration endWithin;
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /** What is not answered 2xx is noted there. */
    public SteadyCalls(Mishaps mishaps) {
        this(mishaps, END_WITHIN);
    }

    SteadyCalls(Mishaps mishaps, Duration endWithin) {
        this.mishaps = mishaps;
        this.endWithin = endWithin;
    }

    /** Begins one more. */
    public void begin(String name, Duration pause, Supplier<HttpAnswer> call) {
        var caller = new Caller(name, pause, call);
        callers.add(caller);
        caller.thread.start();
    }

    /** How many were answered as they should. */
    public long answered() {
        return callers.stream().mapToLong(caller -> caller.answered).sum();
    }

    /**
     * Whether each of them has been answered as it should to a request that it sent after that moment. What was under way before is
     * over then too.
     */
    public boolean answeredSince(Instant moment) {
        return callers.stream().allMatch(caller -> caller.latestBegin.isAfter(moment));
    }

    private final class Caller {

        private final String name;
        private final Duration pause;
        private final Supplier<HttpAnswer> call;
        private final Thread thread;
        private volatile long answered;
        private volatile Instant latestBegin = Instant.MIN;

        Caller(String name, Duration pause, Supplier<HttpAnswer> call) {
            this.name = name;
            this.pause = pause;
            this.call = call;
            this.thread = new Thread(this::callAgainAndAgain, name);
            this.thread.setDaemon(true);
        }

        private void callAgainAndAgain() {
            while (!stopped) {
                callOnce();
                LockSupport.parkNanos(pause.toNanos());
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Only this one thread writes it.
        private void callOnce() {
            Instant begin = Instant.now();
            try {
                HttpAnswer answer = call.get();
                if (answer.isSuccess()) {
                    answered++;
                    latestBegin = begin;
                } else {
                    mishaps.note(name, answer.describe());
                }
            } catch (RuntimeException notAnswered) {
                mishaps.note(name, String.valueOf(notAnswered.getMessage()));
            }
        }
    }

    /** Ends them, and waits for the answers that are under way; a call that does not end is a mishap. */
    @Override
    public void close() {
        stopped = true;
        callers.forEach(caller -> LockSupport.unpark(caller.thread));
        long deadline = System.nanoTime() + endWithin.toNanos();
        for (Caller caller : callers) {
            try {
                caller.thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (caller.thread.isAlive()) {
                mishaps.note(caller.name, "was still without an answer when everything was over");
            }
        }
    }
}
