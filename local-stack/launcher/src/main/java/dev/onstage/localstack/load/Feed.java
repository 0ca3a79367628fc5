package dev.onstage.localstack.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What is to be sent. Asked on the generator's one thread only. */
interface Feed {

    /**
     * One request.
     *
     * @param dueNanos when it was to be sent, as {@link System#nanoTime()} counts
     */
    record Due(int number, ByteBuf bytes, long dueNanos) {}

    /** The next request that is due; null when none is at present. */
    @Nullable Due next(long nowNanos);

    /** Whether none will ever be due again. */
    boolean ended(long nowNanos);
}
