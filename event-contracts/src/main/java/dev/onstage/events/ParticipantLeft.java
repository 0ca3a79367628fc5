package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A participant left. With the time of joining it is complete in itself, so that a lost join loses nothing.
 *
 * @param callCid the call
 * @param providerSessionId the provider's session
 * @param userSessionId the user session, which may have several stays one after the other
 * @param userId the user
 * @param displayName the user's name as the provider knows it
 * @param role the call role
 * @param joinedAt the provider's time of joining, which tells the stay; null when the provider does not say: then it is the latest
 *     stay of the user session that began before {@code leftAt}
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
        @Nullable Instant joinedAt,
        Instant leftAt,
        ObservationSource source)
        implements PresenceEvent {}
