package dev.onstage.events;

/** Why a session ended. */
public enum EndReason {
    /** The broadcaster pressed End stream. */
    BROADCASTER,
    /** The encoder was gone for longer than the grace period. */
    ENCODER_GONE,
    /** Ended at the provider: back to backstage, or the call was ended or deleted there. */
    PROVIDER,
    /** Force end. */
    FORCED,
    /** The channel's own maximum duration was reached. */
    MAX_DURATION
}
