package dev.onstage.events;

import java.time.Instant;

/**
 * Access tokens that are to be refused although they have not expired, on {@link Topic#ACCESS_REVOCATION}. What one says stays so:
 * no later event takes it back.
 */
public sealed interface RevocationEvent extends OnstageEvent permits LoginEnded, RolesChanged {
    /** The account: the record's key. */
    String accountId();

    /** When the last access token that it concerns has expired for every verifier; from there on it may be forgotten. */
    Instant until();
}
