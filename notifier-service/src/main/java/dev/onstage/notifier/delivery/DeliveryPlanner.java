package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Chooses the next call for a notification from the facts at this moment, never from the event that woke it. That is why
 * a stream that ended before its live message was sent gets no stale one.
 */
final class DeliveryPlanner {
    /** A start is news for this long. */
    static final Duration LIVE_IS_NEWS_FOR = Duration.ofMinutes(30);
    /** An end is worth telling for this long. */
    static final Duration END_IS_NEWS_FOR = Duration.ofHours(12);
    /** Corrected figures are edited in for this long after the end; receivers limit edits of old messages. */
    static final Duration REVISIONS_FOR = Duration.ofMinutes(15);

    private static final String SWITCHED_OFF = "The destination was switched off.";
    private static final String NOT_WANTED = "The destination does not want to be told.";
    private static final String OVER = "The stream was over before its start was told.";
    private static final String OLD_START = "The start could not be told within half an hour: no news any more.";
    private static final String OLD_END = "The end could not be told within twelve hours: no news any more.";
    private static final String NOTHING_TO_DELETE = "There is no message to delete.";

    private final Duration editPause;

    /** @param editPause how long a message is left as it is before it is edited again */
    DeliveryPlanner(Duration editPause) {
        this.editPause = editPause;
    }

    DeliveryPlan next(Notification notification, StreamSession session, Wishes wishes, Instant now) {
        Instant endedAt = session.endedAt();
        if (!wishes.enabled()) {
            // It may be on again when the stream ends.
            Notification silent = skip(notification, Form.LIVE, SWITCHED_OFF);
            return DeliveryPlan.nothing(endedAt == null ? silent : skip(silent, Form.ENDED, SWITCHED_OFF));
        }
        return endedAt == null
                ? whileLive(notification, session, wishes, now)
                : afterEnd(
                        skip(notification, Form.LIVE, wishes.notifyOnLive() ? OVER : NOT_WANTED), endedAt, wishes, now);
    }

    private DeliveryPlan whileLive(Notification notification, StreamSession session, Wishes wishes, Instant now) {
        Instant startedAt = session.startedAt();
        if (startedAt == null) {
            return DeliveryPlan.nothing(notification);
        }
        return switch (notification.live().state()) {
            case OPEN -> tellStart(notification, startedAt, wishes, now);
            case SENT ->
                isBehind(notification) && !notification.editsClosed()
                        ? edit(notification, Step.EDIT_LIVE, now)
                        : DeliveryPlan.nothing(notification);
            case UNKNOWN, FAILED, SKIPPED, DELETED -> DeliveryPlan.nothing(notification);
        };
    }

    private static DeliveryPlan tellStart(Notification notification, Instant startedAt, Wishes wishes, Instant now) {
        if (!wishes.notifyOnLive()) {
            return DeliveryPlan.nothing(skip(notification, Form.LIVE, NOT_WANTED));
        }
        return notification.byHand() || now.isBefore(startedAt.plus(LIVE_IS_NEWS_FOR))
                ? DeliveryPlan.call(notification, Step.POST_LIVE)
                : DeliveryPlan.nothing(skip(notification, Form.LIVE, OLD_START));
    }

    private DeliveryPlan afterEnd(Notification notification, Instant endedAt, Wishes wishes, Instant now) {
        return switch (notification.ended().state()) {
            case OPEN -> tellEnd(notification, endedAt, wishes, now);
            case SENT -> afterEndWasTold(notification, endedAt, wishes, now);
            case UNKNOWN, FAILED, SKIPPED, DELETED -> DeliveryPlan.nothing(notification);
        };
    }

    private static DeliveryPlan tellEnd(Notification notification, Instant endedAt, Wishes wishes, Instant now) {
        if (!wishes.notifyOnEnd()) {
            return DeliveryPlan.nothing(skip(notification, Form.ENDED, NOT_WANTED));
        }
        if (!notification.byHand() && !now.isBefore(endedAt.plus(END_IS_NEWS_FOR))) {
            return DeliveryPlan.nothing(skip(notification, Form.ENDED, OLD_END));
        }
        boolean liveStands = notification.live().is(FormState.SENT);
        return switch (wishes.atEnd()) {
            case SECOND_POST -> DeliveryPlan.call(notification, Step.POST_ENDED);
            case EDIT ->
                DeliveryPlan.call(
                        notification,
                        liveStands && !notification.editsClosed() ? Step.EDIT_LIVE_INTO_ENDED : Step.POST_ENDED);
            case DELETE ->
                liveStands
                        ? DeliveryPlan.call(notification, Step.DELETE_LIVE)
                        : DeliveryPlan.nothing(skip(notification, Form.ENDED, NOTHING_TO_DELETE));
        };
    }

    private DeliveryPlan afterEndWasTold(Notification notification, Instant endedAt, Wishes wishes, Instant now) {
        boolean isFresh = now.isBefore(endedAt.plus(REVISIONS_FOR));
        if (isFresh && wishes.atEnd() == AtEnd.EDIT && aStaleLiveMessageStands(notification)) {
            return DeliveryPlan.call(notification, Step.DELETE_LIVE);
        }
        boolean editable = isFresh && isBehind(notification) && !notification.editsClosed();
        return editable ? edit(notification, Step.EDIT_ENDED, now) : DeliveryPlan.nothing(notification);
    }

    /** The end had to be told by a second message, because the first took no more edits: one message is to stand. */
    private static boolean aStaleLiveMessageStands(Notification notification) {
        return notification.live().is(FormState.SENT)
                && !Objects.equals(
                        notification.live().messageId(), notification.ended().messageId());
    }

    private DeliveryPlan edit(Notification notification, Step step, Instant now) {
        Instant sentAt = notification.sentAt();
        Instant notBefore = sentAt == null ? Instant.MIN : sentAt.plus(editPause);
        return now.isBefore(notBefore)
                ? DeliveryPlan.later(notification, notBefore)
                : DeliveryPlan.call(notification, step);
    }

    private static boolean isBehind(Notification notification) {
        return notification.sentVersion() < notification.desiredVersion();
    }

    /** A post that was repeated after an unknown outcome may stand already: that is not the same as never sent. */
    private static Notification skip(Notification notification, Form form, String why) {
        if (notification.stateOf(form) != FormState.OPEN) {
            return notification;
        }
        Step step = notification.step();
        boolean mayStand = step != null && step.form() == form && notification.resends() > 0;
        return mayStand
                ? notification.closing(form, FormState.UNKNOWN, "Nobody knows whether it arrived. " + why)
                : notification.closing(form, FormState.SKIPPED, why);
    }
}
