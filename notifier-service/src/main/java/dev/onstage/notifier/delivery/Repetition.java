package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.OnUnknown;

/** How often a call may be made again when nobody can tell whether it had an effect. */
enum Repetition {
    /** As often as any failed call: made twice it leaves what it leaves made once. */
    FREELY,
    /** Once: a message that is missing is worse than one that stands twice. */
    ONCE,
    /** Never: a message that stands twice is worse than one that is missing. */
    NEVER;

    /** A start that pings people is never told twice, whatever the destination wishes. */
    static Repetition of(Step step, Wishes wishes, boolean receiverRecognisesRepeats) {
        if (receiverRecognisesRepeats || !step.createsMessage()) {
            return FREELY;
        }
        boolean pings = step.form() == Form.LIVE && wishes.pings();
        return pings || wishes.onUnknown() == OnUnknown.NEVER ? NEVER : ONCE;
    }
}
