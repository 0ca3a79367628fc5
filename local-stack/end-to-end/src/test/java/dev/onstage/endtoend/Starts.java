package dev.onstage.endtoend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Stacks start one after the other, and what is to run on them waits until every start that was asked for is over. A start is
 * some ten processes that load their classes: beside others, or beside tests, it would take the processors from all of them.
 */
final class Starts {

    private static final Lock TURN = new ReentrantLock(true);
    private static CompletableFuture<Void> over = CompletableFuture.completedFuture(null);
    private static int underWay;

    private Starts() {}

    /** Starts something when it is its turn. */
    static <T> T inTurn(Supplier<T> start) {
        begin();
        try {
            TURN.lock();
            try {
                return start.get();
            } finally {
                TURN.unlock();
            }
        } finally {
            end();
        }
    }

    /** Waits until no start is under way or waits for its turn. */
    static void awaitEnd() {
        current().join();
    }

    private static synchronized CompletableFuture<Void> current() {
        return over;
    }

    private static synchronized void begin() {
        if (underWay++ == 0) {
            over = new CompletableFuture<>();
        }
    }

    private static synchronized void end() {
        if (--underWay == 0) {
            over.complete(null);
        }
    }
}
