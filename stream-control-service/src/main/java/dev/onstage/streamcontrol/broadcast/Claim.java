package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook said of the call and no answer of the provider has confirmed yet. It makes us ask and proves nothing: an
 * answer that is older and says something else is held against it only for the time of the doubt.
 *
 * @param says how the call is, if the webhook is right
 * @param updatedAt the {@code call.updated_at} that the webhook carried, nanoseconds
 * @param doubt how long answers may be behind it
 */
record Claim(Says says, Instant updatedAt, Doubt doubt) {

    /** How a call can be. */
    enum Says {
        LIVE,
        BACKSTAGE,
        ENDED;

        static Says of(CallObserved report) {
            boolean ended = report.callEndedAt() != null
                    || report.kind() == CallObserved.Kind.ENDED
                    || report.kind() == CallObserved.Kind.DELETED;
            if (ended) {
                return ENDED;
            }
            return report.backstage() ? BACKSTAGE : LIVE;
        }

        static Says of(ProviderCall call) {
            if (call.endedAt() != null) {
                return ENDED;
            }
            return call.backstage() ? BACKSTAGE : LIVE;
        }
    }

    /** The claim to go on with after another webhook: the newer one of both, and not for longer. */
    static Claim newer(@Nullable Claim open, Claim other) {
        if (open == null) {
            return other;
        }
        return other.updatedAt.isAfter(open.updatedAt) ? new Claim(other.says, other.updatedAt, open.doubt) : open;
    }

    /** Whether this answer, asked for at {@code askedAt}, settles the claim: as right, as outdated, or as not believed. */
    boolean isSettledBy(ProviderCall answer, Instant askedAt) {
        return says == Says.of(answer)
                || !ProviderTime.isOlder(answer.updatedAt(), updatedAt)
                || doubt.isOverFor(askedAt);
    }
}
