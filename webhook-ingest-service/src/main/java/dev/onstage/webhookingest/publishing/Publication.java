package dev.onstage.webhookingest.publishing;

/**
 * Is told, once, what became of a delivery handed to {@link DeliveryPublisher}: on the event loop, and in the Vert.x
 * context, it was handed over from; without one, on a thread of Kafka's client, which must not be blocked.
 */
public interface Publication {
    /** Kafka has confirmed all of it. */
    void confirmed();

    /** Kafka has not, and will not be waited for any longer. A part of it may be there. */
    void notConfirmed(NotConfirmedException why);
}
