package dev.onstage.streamcontrol.broadcast;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the provider's answers have told about a call. Only answers move it: an answer that is older came late, and is
 * dropped. When answers stay older although they were asked for later, the provider's clock was wrong once, and after a
 * while they are believed.
 *
 * @param updatedAt the greatest {@code call.updated_at} of an answer, nanoseconds
 * @param answeredAt when the answer that moved it came, our clock
 * @param doubt since when answers to later questions have been older, null while they are not
 */
record Fence(
        Instant updatedAt, Instant answeredAt, @Nullable Doubt doubt) {

    /** Nothing was answered yet. */
    static final Fence NONE = new Fence(Instant.EPOCH, Instant.EPOCH, null);

    /** The fence that an answer of this moment sets. */
    static Fence at(Instant updatedAt, Instant now) {
        return new Fence(updatedAt, now, null);
    }

    /**
     * What becomes of the fence.
     *
     * @param fence the fence from here on
     * @param believed whether the answer tells how the call is
     */
    record Verdict(Fence fence, boolean believed) {}

    /**
     * The answer to a question that was put at {@code askedAt}. One with the same time as the fence tells something only
     * when it was asked for later.
     */
    Verdict judge(Instant answer, Instant askedAt, Instant now, Duration patience) {
        boolean askedBefore = askedAt.isBefore(answeredAt) && !answeredAt.isAfter(now);
        if (ProviderTime.isOlder(updatedAt, answer)) {
            return new Verdict(at(answer, now), true);
        }
        if (!ProviderTime.isOlder(answer, updatedAt)) {
            return askedBefore ? new Verdict(this, false) : new Verdict(confirmedBy(answer, now), true);
        }
        if (askedBefore) {
            return new Verdict(this, false);
        }
        if (doubt == null) {
            return new Verdict(new Fence(updatedAt, answeredAt, Doubt.begun(now, patience)), false);
        }
        return doubt.isOverFor(askedAt) ? new Verdict(at(answer, now), true) : new Verdict(this, false);
    }

    /**
     * As {@link #judge}, for the answer of a command. It tells how the call is right after the command, so with the same
     * time as the fence it counts, and answers that were asked for before it do not.
     */
    Verdict judgeCommand(Instant answer, Instant sentAt, Instant now, Duration patience) {
        boolean same = !ProviderTime.isOlder(updatedAt, answer) && !ProviderTime.isOlder(answer, updatedAt);
        return same
                ? new Verdict(at(SessionClock.later(updatedAt, answer), now), true)
                : judge(answer, sentAt, now, patience);
    }

    private Fence confirmedBy(Instant answer, Instant now) {
        if (answer.isAfter(updatedAt)) {
            return at(answer, now);
        }
        return doubt == null ? this : new Fence(updatedAt, answeredAt, null);
    }
}
