package dev.onstage.streamcontrol.account;

/** What somebody was checked by. Names are stored. */
public enum SignInWay {
    PASSWORD,
    PASSKEY,
    /** A code that was mailed. */
    MAIL,
    /** Another issuer. */
    ISSUER;

    /** Whether it is something that only the owner of the account has, and not the account of a mailbox or of an issuer. */
    boolean isOwners() {
        return this == PASSWORD || this == PASSKEY;
    }
}
