package dev.onstage.notifier.delivery;

/** The two things told about a session. */
public enum Form {
    LIVE,
    ENDED
}
