package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.stream.StreamSession;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed row with all it takes to plan and make its call.
 *
 * @param token the fence: only its holder may store an outcome
 * @param notification the row
 * @param session what is known of the session
 * @param wishes what the destination wants
 * @param destination where it goes
 * @param presentation how it looks there
 * @param address encrypted, null once it can never work again
 * @param refusals refusals for missing access in a row
 * @param epoch which go-live of the channel it is about, null where that is not known
 * @param traceParent the trace that last changed what should be told, null for none
 */
record Work(
        UUID token,
        Notification notification,
        StreamSession session,
        Wishes wishes,
        DestinationEffects.Called destination,
        Presentation presentation,
        @Nullable String address,
        int refusals,
        @Nullable Long epoch,
        @Nullable String traceParent) {
    /** The same with the row as it became. */
    Work with(Notification newer) {
        return new Work(
                token, newer, session, wishes, destination, presentation, address, refusals, epoch, traceParent);
    }
}
