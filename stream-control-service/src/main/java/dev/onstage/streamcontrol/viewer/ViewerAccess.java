package dev.onstage.streamcontrol.viewer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a signed-in person may do on a channel's page, and what their page connects with. Whoever may do nothing is told so and
 * gets nothing to connect with.
 *
 * @param userId the person's user at GetStream: their account id
 * @param name how they are shown
 * @param avatarUrl where a picture of them is, null for none
 * @param isInvited whether they have accepted an invite to this channel that holds
 * @param apiKey GetStream's public key of the app
 * @param token the person's GetStream token; enforces what {@code rights} says
 * @param expiresAt when to ask again
 * @param callCid the call to watch, null before the stream is set up
 * @param chatChannelCid the chat, null before the stream is set up
 * @param video other ways to watch
 * @param rights what the page should offer
 */
record ViewerAccess(
        String userId,
        String name,
        @Nullable String avatarUrl,
        boolean isInvited,
        @Nullable String apiKey,
        @Nullable String token,
        Instant expiresAt,
        @Nullable String callCid,
        @Nullable String chatChannelCid,
        Video video,
        Rights rights) {

    /** {@code watch} the stream, write in the {@code chat}, {@code moderate} it. */
    record Rights(boolean watch, boolean chat, boolean moderate) {
        static final Rights NONE = new Rights(false, false, false);
    }

    /**
     * Other ways to watch than joining the call.
     *
     * @param hlsUrl null while there is none
     */
    record Video(@Nullable String hlsUrl) {
        static final Video NONE = new Video(null);
    }

    @Override
    public String toString() {
        return "ViewerAccess[" + userId + ", " + rights + "]";
    }
}
