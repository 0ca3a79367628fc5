package dev.onstage.notifier.destination;

/** What becomes of a destination's live message when the session ends. */
public enum AtEnd {
    /** It stays, and a second message says how the session went. */
    SECOND_POST,
    /** It is edited into the summary. */
    EDIT,
    /** It is deleted and nothing else is posted. */
    DELETE
}
