package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Audience;
import dev.onstage.analytics.audience.CountComparison;
import dev.onstage.analytics.audience.CountDifference;
import dev.onstage.analytics.audience.LostLeaves;
import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stay;
import dev.onstage.analytics.audience.Stays;
import dev.onstage.analytics.audience.Window;
import dev.onstage.analytics.session.SessionMaterial.ChatBar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that turn what is stored about a session's time into its figures.
 *
 * <ul>
 *   <li>The broadcaster is left out by user id.
 *   <li>A stay whose leave nobody reported counts in the session it began in (or, begun before, in the next one) and in no
 *       later one: everybody is sent off when a broadcast ends, so an older open stay is a lost leave.
 *   <li>One that the provider's counts say is over ends with them ({@link LostLeaves}).
 *   <li>Presence is complete when the stays explain every count of the provider ({@link CountComparison}).
 *   <li>Chat is incomplete when webhooks were evidently lost: the provider lists a stay that began or ended during the
 *       session and no webhook ever reported that stay. What else was lost with it, nobody can tell.
 * </ul>
 *
 * @param figures the figures
 * @param audience the viewers they were taken from
 * @param chat the minutes with messages
 * @param viewerCorrection what to add to the open stays to show the provider's number
 * @param difference by what the provider's last counts disagree; empty once the session is over
 */
record SessionMeasurement(
        SessionFigures figures,
        Audience audience,
        List<ChatBar> chat,
        int viewerCorrection,
        Optional<CountDifference> difference) {

    /**
     * @param session whose
     * @param material what is stored about its time
     * @param now our clock
     */
    static SessionMeasurement of(StreamSession session, SessionMaterial material, Instant now) {
        Window window = session.window(now);
        Stays viewers = material.stays().where(stay -> isViewer(session, stay));
        Audience known = Audience.during(window, viewers);
        CountComparison comparison = new CountComparison(known, material.counts());
        Audience audience = withoutLostLeaves(window, known, viewers, comparison.settled(now));
        SessionFigures figures = new SessionFigures(
                SessionFigures.durationSeconds(window),
                SessionFigures.totalMinutes(window),
                audience.peak(),
                audience.average(),
                audience.uniqueViewers(),
                audience.watchMinutes(),
                material.chat().messages(),
                material.chat().chatters(),
                material.chat().deleted(),
                material.gaps().count(),
                material.gaps().seconds(),
                comparison.complete(now),
                material.stays().stream().noneMatch(stay -> missedByWebhooks(stay, window)));
        return new SessionMeasurement(
                figures,
                audience,
                material.chat().bars(),
                session.live() ? comparison.correction(now) : 0,
                session.live() ? comparison.difference(now) : Optional.empty());
    }

    private static Audience withoutLostLeaves(
            Window window, Audience known, Stays viewers, List<ProviderCount> counts) {
        Map<Integer, Instant> over = LostLeaves.found(known, viewers, counts);
        return over.isEmpty() ? known : Audience.during(window, viewers.endedBy(over));
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
