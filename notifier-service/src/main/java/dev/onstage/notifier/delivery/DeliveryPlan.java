package dev.onstage.notifier.delivery;

import dev.onstage.notifier.stream.StreamSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next call for a notification from the facts at this moment, never from the event that woke it. That is why
 * a stream that ended before its live message was sent gets no stale one.
 *
 * @param notification the row, with forms closed that need no call
 * @param step the call to make, null when everything desired was told
 */
record DeliveryPlan(Notification notification, @Nullable Step step) {
    /** A start is news for this long. */
    static final Duration LIVE_IS_NEWS_FOR = Duration.ofMinutes(30);
    /** An end is worth telling for this long. */
    static final Duration END_IS_NEWS_FOR = Duration.ofHours(12);
    /** Corrected figures are edited in for this long after the end; receivers limit edits of old messages. */
    static final Duration REVISIONS_FOR = Duration.ofMinutes(15);

    static DeliveryPlan next(Notification notification, StreamSession session, Wishes wishes, Instant now) {
        if (!wishes.enabled()) {
            return nothing(skip(skip(notification, Form.LIVE), Form.ENDED));
        }
        Instant endedAt = session.endedAt();
        return endedAt == null
                ? whileLive(notification, session, wishes, now)
                : afterEnd(skip(notification, Form.LIVE), endedAt, wishes, now);
    }

    private static DeliveryPlan whileLive(
            Notification notification, StreamSession session, Wishes wishes, Instant now) {
        Instant startedAt = session.startedAt();
        if (startedAt == null) {
            return nothing(notification);
        }
        return switch (notification.live()) {
            case OPEN ->
                wishes.notifyOnLive() && now.isBefore(startedAt.plus(LIVE_IS_NEWS_FOR))
                        ? call(notification, Step.POST_LIVE)
                        : nothing(skip(notification, Form.LIVE));
            case SENT ->
                isBehind(notification) && !notification.editsClosed()
                        ? call(notification, Step.EDIT_LIVE)
                        : nothing(notification);
            case UNKNOWN, FAILED, SKIPPED, DELETED -> nothing(notification);
        };
    }

    private static DeliveryPlan afterEnd(Notification notification, Instant endedAt, Wishes wishes, Instant now) {
        return switch (notification.ended()) {
            case OPEN ->
                wishes.notifyOnEnd() && now.isBefore(endedAt.plus(END_IS_NEWS_FOR))
                        ? tellEnd(notification, wishes)
                        : nothing(skip(notification, Form.ENDED));
            case SENT ->
                isBehind(notification) && !notification.editsClosed() && now.isBefore(endedAt.plus(REVISIONS_FOR))
                        ? call(notification, Step.EDIT_ENDED)
                        : nothing(notification);
            case UNKNOWN, FAILED, SKIPPED, DELETED -> nothing(notification);
        };
    }

    private static DeliveryPlan tellEnd(Notification notification, Wishes wishes) {
        boolean liveStands = notification.live() == FormState.SENT;
        return switch (wishes.atEnd()) {
            case SECOND_POST -> call(notification, Step.POST_ENDED);
            case EDIT ->
                call(
                        notification,
                        liveStands && !notification.editsClosed() ? Step.EDIT_LIVE_INTO_ENDED : Step.POST_ENDED);
            case DELETE -> liveStands ? call(notification, Step.DELETE_LIVE) : nothing(skip(notification, Form.ENDED));
        };
    }

    private static boolean isBehind(Notification notification) {
        return notification.sentVersion() < notification.desiredVersion();
    }

    private static DeliveryPlan call(Notification notification, Step step) {
        return new DeliveryPlan(notification.choosing(step), step);
    }

    private static DeliveryPlan nothing(Notification notification) {
        return new DeliveryPlan(notification, null);
    }

    /** A post that was repeated after an unknown outcome may stand already: that is not the same as never sent. */
    private static Notification skip(Notification notification, Form form) {
        if (notification.stateOf(form) != FormState.OPEN) {
            return notification;
        }
        Step step = notification.step();
        boolean mayStand = step != null && step.form() == form && notification.resends() > 0;
        return notification.closing(form, mayStand ? FormState.UNKNOWN : FormState.SKIPPED);
    }
}
