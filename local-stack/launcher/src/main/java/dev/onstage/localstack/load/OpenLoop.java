package dev.onstage.localstack.load;

import io.netty.buffer.Unpooled;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One at each beat, whatever becomes of those before, until it is told to end. */
final class OpenLoop implements Feed {

    private final IntFunction<byte[]> requests;
    private final Outcomes outcomes;
    private final long patienceNanos;
    private final double nanosPerBeat;
    private final long beginNanos = System.nanoTime();
    private volatile int end;
    private int next;

    /**
     * Numbers from 0.
     *
     * @param end the first number that is not sent
     * @param patienceNanos how long after its time one is still worth sending
     */
    OpenLoop(IntFunction<byte[]> requests, Outcomes outcomes, int ratePerSecond, int end, long patienceNanos) {
        this.requests = requests;
        this.outcomes = outcomes;
        this.nanosPerBeat = 1e9 / ratePerSecond;
        this.end = end;
        this.patienceNanos = patienceNanos;
    }

    @Override
    public @Nullable Due next(long nowNanos) {
        while (next < end) {
            long due = beginNanos + (long) (next * nanosPerBeat);
            if (due - nowNanos > 0) {
                return null;
            }
            int number = next++;
            if (nowNanos - due < patienceNanos) {
                return new Due(number, Unpooled.wrappedBuffer(requests.apply(number)), due);
            }
            outcomes.broken(number, Outcomes.Broken.NOT_SENT);
        }
        return null;
    }

    @Override
    public boolean ended(long nowNanos) {
        return next >= end;
    }

    /** Nothing more is sent from here on. */
    void end() {
        end = 0;
    }
}
