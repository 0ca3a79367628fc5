package dev.onstage.streamcontrol.viewer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a signed-in person may do on a channel's page, and what their page connects with.
 *
 * @param userId the person's user at GetStream: their account id
 * @param name how they are shown
 * @param apiKey GetStream's public key of the app
 * @param token the person's GetStream token; enforces what {@code rights} says
 * @param expiresAt when to ask again
 * @param callCid the call to watch, null before the stream is set up
 * @param chatChannelCid the chat, null before the stream is set up
 * @param rights what the page should offer
 */
record ViewerAccess(
        String userId,
        String name,
        String apiKey,
        String token,
        Instant expiresAt,
        @Nullable String callCid,
        @Nullable String chatChannelCid,
        Rights rights) {

    /** {@code watch} the stream, write in the {@code chat}. */
    record Rights(boolean watch, boolean chat) {}

    @Override
    public String toString() {
        return "ViewerAccess[" + userId + ", " + rights + "]";
    }
}
