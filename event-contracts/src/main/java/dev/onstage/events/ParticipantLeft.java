package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A participant left. Complete in itself: it carries the time of joining, so that a lost join loses nothing.
 *
 * @param callCid the call
 * @param providerSessionId the provider's session
 * @param userSessionId the stay that ended
 * @param userId the user
 * @param displayName the user's name as the provider knows it
 * @param role the call role
 * @param joinedAt the provider's time of joining
 * @param leftAt the provider's time of leaving, not before {@code joinedAt}
 * @param source how we know
 */
public record ParticipantLeft(
        String callCid,
        @Nullable String providerSessionId,
        String userSessionId,
        String userId,
        @Nullable String displayName,
        @Nullable String role,
        Instant joinedAt,
        Instant leftAt,
        ObservationSource source)
        implements PresenceEvent {}
