package dev.onstage.simulator.getstream.call;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One presence of a user in a session of a call.
 *
 * @param role the member role, else the user's role
 * @param publisherType how it publishes ({@code rtmps}); empty for who only watches
 * @param tokenIssuedAt when the token it came with was issued; null when the token does not say
 * @param leftAt null while present
 */
record Participant(
        String userSessionId,
        String userId,
        String role,
        String publisherType,
        Instant joinedAt,
        @Nullable Instant tokenIssuedAt,
        @Nullable Instant leftAt) {

    Participant left(Instant at) {
        return new Participant(userSessionId, userId, role, publisherType, joinedAt, tokenIssuedAt, at);
    }

    /** Time present, up to {@code now} for who is still there. */
    long seconds(Instant now) {
        return Duration.between(joinedAt, leftAt == null ? now : leftAt).toSeconds();
    }
}
