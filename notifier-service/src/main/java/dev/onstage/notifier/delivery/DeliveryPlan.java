package dev.onstage.notifier.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is next for a notification.
 *
 * @param notification the row, with forms closed that need no call
 * @param step the call to make, null for none
 * @param notBefore when to look again, because a call is wanted but comes too soon; null for not until something changes
 */
record DeliveryPlan(
        Notification notification,
        @Nullable Step step,
        @Nullable Instant notBefore) {
    static DeliveryPlan call(Notification notification, Step step) {
        return new DeliveryPlan(notification.choosing(step), step, null);
    }

    static DeliveryPlan nothing(Notification notification) {
        return new DeliveryPlan(notification, null, null);
    }

    static DeliveryPlan later(Notification notification, Instant notBefore) {
        return new DeliveryPlan(notification, null, notBefore);
    }
}
