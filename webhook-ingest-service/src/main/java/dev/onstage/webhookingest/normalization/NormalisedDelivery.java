package dev.onstage.webhookingest.normalization;

import dev.onstage.events.OnstageEvent;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery and what it means.
 *
 * @param delivery the delivery
 * @param type the provider's event type
 * @param known false for a type this version does not know, which is accepted all the same
 * @param providerTime when it happened by the provider's clock; a known type always has it
 * @param events what it means to us; may be empty for a known type too
 * @param leftOut elements of lists that could not be used, of a list of participants for example
 */
public record NormalisedDelivery(
        VerifiedDelivery delivery,
        String type,
        boolean known,
        Optional<Instant> providerTime,
        List<IdentifiedEvent> events,
        int leftOut) {
    public NormalisedDelivery {
        events = List.copyOf(events);
    }

    /** The same delivery as a part of that step of a trace; null leaves it as it is. */
    public NormalisedDelivery inTrace(@Nullable String step) {
        return step == null
                ? this
                : new NormalisedDelivery(delivery.inTrace(step), type, known, providerTime, events, leftOut);
    }

    /** The type in place of that of a body which cannot be read. */
    public static final String UNREADABLE = "unreadable";

    /** A delivery that is signed but {@linkplain MalformedDeliveryException malformed}: it means nothing. */
    public static NormalisedDelivery unreadable(VerifiedDelivery delivery) {
        return new NormalisedDelivery(delivery, UNREADABLE, false, Optional.empty(), List.of(), 0);
    }

    /**
     * An event with its identity.
     *
     * @param ceId SHA-256 of the signed body and the event's place in it: equal for every copy of a delivery
     * @param key the record key its topic wants
     * @param event the event
     */
    public record IdentifiedEvent(String ceId, String key, OnstageEvent event) {}
}
