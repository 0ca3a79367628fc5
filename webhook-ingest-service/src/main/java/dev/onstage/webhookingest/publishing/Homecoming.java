package dev.onstage.webhookingest.publishing;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way back to one event loop: what is decided while the loop is not looking waits in a queue, and one task brings it
 * all. A task for each would wake the loop for each.
 */
final class Homecoming implements Runnable {
    private final EventLoop loop;
    private final Queue<Confirmation> decided = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean announced = new AtomicBoolean();

    Homecoming(EventLoop loop) {
        this.loop = loop;
    }

    /** Hands over a decided delivery; from any thread. */
    void bring(Confirmation confirmation) {
        decided.add(confirmation);
        if (announced.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    /** Runs on the event loop. */
    @Override
    public void run() {
        announced.set(false);
        Confirmation next = decided.poll();
        while (next != null) {
            next.arrive();
            next = decided.poll();
        }
    }
}
