package dev.onstage.analytics.stats;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions. While one is live its figures move, and with them its place in an order by them.
 *
 * @param sessions in the order asked for
 * @param next the cursor of the page after it, null at the end
 */
@Schema(name = "SessionPage")
record SessionPage(List<SessionSummary> sessions, @Nullable String next) {

    /** From one session more than the page holds, if there is one. */
    static SessionPage of(List<SessionSummary> found, int limit, SessionQuery query) {
        if (found.size() <= limit) {
            return new SessionPage(found, null);
        }
        List<SessionSummary> sessions = List.copyOf(found.subList(0, limit));
        return new SessionPage(
                sessions, SessionCursor.of(sessions.get(limit - 1), query).encode(query));
    }
}
