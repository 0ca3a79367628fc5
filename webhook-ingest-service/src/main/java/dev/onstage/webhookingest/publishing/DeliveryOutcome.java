package dev.onstage.webhookingest.publishing;

import java.util.Locale;

/** What became of a verified delivery. */
public enum DeliveryOutcome {
    /** Its events are published. */
    ACCEPTED,
    /** Its type is not known: nothing is published but the delivery itself. */
    IGNORED,
    /**
     * Too old, from the future, or its events are larger than Kafka takes: nothing is published but the delivery itself,
     * which can be replayed by hand.
     */
    QUARANTINED,
    /** Signed, but not what its type should be: the sender was told so, nothing is published but the delivery itself. */
    REFUSED;

    /** The name in metrics and headers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
