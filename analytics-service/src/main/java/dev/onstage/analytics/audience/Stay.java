package dev.onstage.analytics.audience;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stay of one user in one tab or app, as far as it is known. The same user session may leave and join again: then it has
 * several stays, none of which overlap. Two reports of the same stay merge by {@link #merge(Stay)}, which is commutative,
 * associative and idempotent: any order, any repetition, any grouping of the reports gives the same stay.
 *
 * @param userSessionId whose stay it is; together with {@code joinedAt} the identity of the stay
 * @param userId who it was
 * @param joinedAt when it began
 * @param leftAt when it was over, null while it lasts
 * @param webhookSeen whether a webhook reported it
 * @param reconcileSeen whether the reconciler read it from the provider
 */
public record Stay(
        String userSessionId,
        String userId,
        Instant joinedAt,
        @Nullable Instant leftAt,
        boolean webhookSeen,
        boolean reconcileSeen) {

    /**
     * A stay that began longer ago is no stay any more but a lost leave: the provider ends its sessions within days. It bounds
     * how many days of presence a query looks into.
     */
    public static final Duration LONGEST = Duration.ofDays(7);

    public Stay {
        joinedAt = joinedAt.truncatedTo(ChronoUnit.MICROS);
        leftAt = leftAt == null ? null : leftAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** What both reports of this stay say together: the earliest join and the earliest leave. */
    public Stay merge(Stay other) {
        return new Stay(
                userSessionId,
                userId.compareTo(other.userId) <= 0 ? userId : other.userId,
                joinedAt.isBefore(other.joinedAt) ? joinedAt : other.joinedAt,
                earliest(leftAt, other.leftAt),
                webhookSeen || other.webhookSeen,
                reconcileSeen || other.reconcileSeen);
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
