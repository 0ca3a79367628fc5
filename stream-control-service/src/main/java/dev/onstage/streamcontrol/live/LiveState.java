package dev.onstage.streamcontrol.live;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a channel.
 *
 * @param channelId the channel
 * @param isLive from the confirmed start to the confirmed end
 * @param startedAt when it went live, null when not live
 * @param title the title of the session on air, else the channel's
 * @param viewers how many watch at this moment, the last known number while Redis does not answer; 0 when not live or never
 *     known
 * @param sessionId the session on air, null when not live
 */
@JsonPropertyOrder({"channelId", "isLive", "startedAt", "title", "viewers", "sessionId"})
record LiveState(
        String channelId,
        boolean isLive,
        @Nullable Instant startedAt,
        String title,
        long viewers,
        @Nullable String sessionId) {}
