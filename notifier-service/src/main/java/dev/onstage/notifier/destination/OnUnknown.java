package dev.onstage.notifier.destination;

/** What to do when nobody can tell whether a post arrived: the receiver offers no way to find out. */
public enum OnUnknown {
    /** Post once more: a message that is missing is worse than one that stands twice. */
    RESEND_ONCE,
    /** Leave it: a message that stands twice is worse than one that is missing. */
    NEVER
}
