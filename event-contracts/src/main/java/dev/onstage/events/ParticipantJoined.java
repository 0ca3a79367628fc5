package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A participant is or was in the call from {@code joinedAt} on. May come several times for one stay.
 *
 * @param callCid the call
 * @param providerSessionId the provider's session
 * @param userSessionId one user in one tab or app, who may leave and join again: together with {@code joinedAt} it tells the stay
 * @param userId the user; the broadcaster's own id is reported too and is for the reader to leave out
 * @param displayName the user's name as the provider knows it
 * @param role the call role
 * @param joinedAt the provider's time of joining
 * @param source how we know
 */
public record ParticipantJoined(
        String callCid,
        @Nullable String providerSessionId,
        String userSessionId,
        String userId,
        @Nullable String displayName,
        @Nullable String role,
        Instant joinedAt,
        ObservationSource source)
        implements PresenceEvent {}
