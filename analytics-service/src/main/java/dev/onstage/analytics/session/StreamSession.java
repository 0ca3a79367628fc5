package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Window;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as far as measuring it needs to know.
 *
 * @param sessionId the session
 * @param channelId its channel
 * @param epoch which go-live of the channel it is
 * @param broadcasterUserId whom never to count, null when nobody said
 * @param startedAt start
 * @param endedAt end, null while live
 * @param previousEndedAt end of the channel's session before this one, null for the first
 * @param revision of the figures, 0 until closed
 * @param figures what was measured last
 */
record StreamSession(
        UUID sessionId,
        String channelId,
        long epoch,
        @Nullable String broadcasterUserId,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant previousEndedAt,
        long revision,
        SessionFigures figures) {

    boolean live() {
        return endedAt == null;
    }

    /** The session's time up to now, or all of it once closed; a start ahead of our clock makes it empty. */
    Window window(Instant now) {
        Instant end = endedAt == null ? now : endedAt;
        return new Window(startedAt, end.isBefore(startedAt) ? startedAt : end);
    }
}
