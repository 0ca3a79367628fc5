package dev.onstage.events;

/** How an observation reached us. */
public enum ObservationSource {
    /** A signed delivery of the provider. */
    WEBHOOK,
    /** Read from the provider's API by the reconciler, to repair what webhooks lost. */
    RECONCILE
}
