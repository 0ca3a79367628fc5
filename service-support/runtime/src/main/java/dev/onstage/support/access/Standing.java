package dev.onstage.support.access;

/** What has become of a login since its access token was issued. */
public enum Standing {
    /** The token says what is so. */
    HOLDS,
    /** Somebody signed out, or the login session reached its end. */
    ENDED,
    /** The person has lost a role that the token may still name; a refreshed one does not. */
    ROLES_CHANGED
}
