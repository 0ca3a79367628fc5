package dev.onstage.webhookingest.verification;

import java.util.Locale;

/** Why something was not taken for a delivery. Told to the operator, never to the sender. */
public enum RefusalReason {
    /** The address is not in {@code onstage.receiving.allowed-sources}. */
    SOURCE_NOT_ALLOWED,
    /** No api key, or nothing that could be a signature. */
    NOT_SIGNED,
    /** Nobody configured a secret for the api key. */
    UNKNOWN_API_KEY,
    /** Not signed with a secret of the api key. */
    WRONG_SIGNATURE,
    /** Compressed, but not so that anybody could read what was signed. */
    DAMAGED,
    /** Larger than a delivery may be, packed or unpacked. */
    TOO_LARGE,
    /** The body did not arrive in time. */
    TOO_SLOW,
    /** The sender went away before the body was complete. */
    CUT_OFF,
    /** More is under way than this instance may hold. */
    OVERLOADED;

    /** The name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
