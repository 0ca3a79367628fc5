package dev.onstage.localstack.load;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Always the next one, as soon as a connection is free, until the time is up or nothing is left. */
final class ClosedLoop implements Feed {

    private final List<byte[]> requests;
    private final long endNanos;
    private int next;

    ClosedLoop(List<byte[]> requests, Duration duration) {
        this.requests = requests;
        this.endNanos = System.nanoTime() + duration.toNanos();
    }

    @Override
    public @Nullable Due next(long nowNanos) {
        if (ended(nowNanos)) {
            return null;
        }
        int number = next++;
        return new Due(number, Unpooled.wrappedBuffer(requests.get(number)), nowNanos);
    }

    @Override
    public boolean ended(long nowNanos) {
        return next == requests.size() || nowNanos - endNanos >= 0;
    }
}
