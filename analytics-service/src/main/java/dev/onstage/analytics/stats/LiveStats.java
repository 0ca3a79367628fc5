package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What moves while a channel is live.
 *
 * @param live whether it is
 * @param session the newest session, live or not; null for a channel that never was
 * @param chat the bars of this minute and the one before it; none while it is not live
 */
@Schema(name = "LiveStats")
record LiveStats(boolean live, @Nullable SessionSummary session, List<ChatMinute> chat) {

    /** A channel without any session. */
    static final LiveStats NEVER = new LiveStats(false, null, List.of());
}
