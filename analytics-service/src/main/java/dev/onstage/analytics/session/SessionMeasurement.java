package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Audience;
import dev.onstage.analytics.audience.CountComparison;
import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stay;
import dev.onstage.analytics.audience.Window;
import java.time.Instant;
import java.util.List;

/**
 * The rules that turn what is stored about a session's time into its figures.
 *
 * <ul>
 *   <li>The broadcaster is left out by user id.
 *   <li>A stay whose leave nobody reported counts in the session it began in (or, begun before, in the next one) and in no
 *       later one: everybody is sent off when a broadcast ends, so an older open stay is a lost leave.
 *   <li>Presence is complete when the stays explain every count of the provider ({@link CountComparison}).
 *   <li>Chat is incomplete when webhooks were evidently lost: the provider lists a stay that began or ended during the
 *       session and no webhook ever reported that stay. What else was lost with it, nobody can tell.
 * </ul>
 *
 * @param figures the figures
 * @param audience the viewers they were taken from
 * @param viewerCorrection what to add to the open stays to show the provider's number
 */
record SessionMeasurement(SessionFigures figures, Audience audience, int viewerCorrection) {

    /** Messages not deleted, and their authors. */
    record ChatTotals(int messages, int chatters) {}

    /**
     * @param session whose
     * @param stays every stay that touches the session's time, the broadcaster's included
     * @param counts the provider's counts within the session
     * @param chat what was written during the session
     * @param now our clock
     */
    static SessionMeasurement of(
            StreamSession session, List<Stay> stays, List<ProviderCount> counts, ChatTotals chat, Instant now) {
        Window window = session.window(now);
        Audience audience = audience(session, stays, now);
        CountComparison comparison = new CountComparison(audience, counts);
        SessionFigures figures = new SessionFigures(
                SessionFigures.durationSeconds(window),
                SessionFigures.totalMinutes(window),
                audience.peak(),
                audience.average(),
                audience.uniqueViewers(),
                audience.watchMinutes(),
                chat.messages(),
                chat.chatters(),
                comparison.complete(now),
                stays.stream().noneMatch(stay -> missedByWebhooks(stay, window)));
        return new SessionMeasurement(figures, audience, session.live() ? comparison.correction(now) : 0);
    }

    /** The viewers of a session among the stays that touch its time. */
    static Audience audience(StreamSession session, List<Stay> stays, Instant now) {
        return Audience.during(
                session.window(now),
                stays.stream().filter(stay -> isViewer(session, stay)).toList());
    }

    private static boolean isViewer(StreamSession session, Stay stay) {
        Instant previousEndedAt = session.previousEndedAt();
        boolean leftOver = stay.leftAt() == null
                && previousEndedAt != null
                && stay.joinedAt().isBefore(previousEndedAt);
        return !leftOver && !stay.userId().equals(session.broadcasterUserId());
    }

    private static boolean missedByWebhooks(Stay stay, Window window) {
        Instant leftAt = stay.leftAt();
        return stay.reconcileSeen()
                && !stay.webhookSeen()
                && (window.contains(stay.joinedAt()) || (leftAt != null && window.contains(leftAt)));
    }
}
