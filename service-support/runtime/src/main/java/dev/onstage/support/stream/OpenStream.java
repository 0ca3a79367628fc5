package dev.onstage.support.stream;

import dev.onstage.support.stream.StreamReader.Guard;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader's stream. A state goes out unless the reader has it already; in silence a comment does. The emitter holds back at
 * most one frame for a reader that is slow, the newest. Ends when its guard says so, at the end of what let the reader in, and
 * when no first state comes; a reader who takes nothing for too long is disconnected. Thread-safe.
 */
final class OpenStream {

    private final MultiEmitter<? super Frame> emitter;
    private final Rules rules;
    private final Guard guard;
    private final Runnable disconnect;
    private final LongSupplier retryMillis;

    private @Nullable String lastId;
    private Instant lastSent;
    private Instant nextCheck;
    private @Nullable Instant stalledSince;
    private final Instant firstStateUntil;
    private boolean known;
    private boolean checking;
    private boolean over;

    /**
     * Opens it. Nothing is sent before {@link #show} or {@link #tick}.
     *
     * @param retryMillis when to come back after the stream ended, another one each time
     */
    OpenStream(
            MultiEmitter<? super Frame> emitter,
            Rules rules,
            StreamReader reader,
            LongSupplier retryMillis,
            Instant now) {
        this.emitter = emitter;
        this.rules = rules;
        this.guard = reader.guard();
        this.disconnect = reader.disconnect();
        this.retryMillis = retryMillis;
        this.lastId = reader.lastId();
        this.lastSent = now;
        this.nextCheck = now.plus(rules.recheck());
        this.firstStateUntil = now.plus(rules.firstState());
    }

    /**
     * Timings; see {@link StreamConfig}.
     *
     * @param firstState how long the first state may take, sent or known to the reader
     */
    record Rules(Duration heartbeat, Duration recheck, Duration patience, Duration firstState) {}

    /**
     * What goes out.
     *
     * @param state null for a comment
     * @param retryMillis when to come back after an end
     */
    record Frame(@Nullable StreamState state, long retryMillis) {}

    /** The state is now this one. */
    synchronized void show(StreamState state, Instant now) {
        known = true;
        if (over || state.id().equals(lastId)) {
            return;
        }
        lastId = state.id();
        send(new Frame(state, retryMillis.getAsLong()), now);
    }

    /** Time has passed. To be called several times within the shortest of the timings. */
    synchronized void tick(Instant now) {
        if (over) {
            return;
        }
        Instant until = guard.until();
        if (until != null && !now.isBefore(until)) {
            end();
            return;
        }
        if (isStalled(now)) {
            over = true;
            disconnect.run();
            return;
        }
        if (!known && stalledSince == null && !now.isBefore(firstStateUntil)) {
            turnAway(retryMillis.getAsLong(), now);
            return;
        }
        if (!checking && !now.isBefore(nextCheck)) {
            checking = true;
            nextCheck = now.plus(rules.recheck());
            guard.mayStillRead().subscribe().with(this::checked, failure -> checked(true));
        }
        if (!over && stalledSince == null && !now.isBefore(lastSent.plus(rules.heartbeat()))) {
            send(new Frame(null, retryMillis.getAsLong()), now);
        }
    }

    /** Whether nothing more comes, be it that a slow reader has not heard of it yet. */
    synchronized boolean isOver() {
        return over;
    }

    /** Nothing more comes; the reader is told and may come back. */
    synchronized void end() {
        if (!over) {
            over = true;
            emitter.complete();
        }
    }

    /** Nothing more comes; the reader is told when to come back. */
    synchronized void turnAway(long backAfterMillis, Instant now) {
        if (!over) {
            send(new Frame(null, backAfterMillis), now);
            end();
        }
    }

    private synchronized void checked(boolean mayStillRead) {
        checking = false;
        if (!mayStillRead) {
            end();
        }
    }

    private boolean isStalled(Instant now) {
        if (emitter.requested() > 0) {
            stalledSince = null;
            return false;
        }
        if (stalledSince == null) {
            stalledSince = now;
        }
        return !now.isBefore(stalledSince.plus(rules.patience()));
    }

    private void send(Frame frame, Instant now) {
        lastSent = now;
        emitter.emit(frame);
    }
}
