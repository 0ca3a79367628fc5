package dev.onstage.notifier.delivery;

/** How far one {@link Form} of a notification came. */
public enum FormState {
    /** Nothing stands yet, and nothing was decided against it. */
    OPEN,
    /** The message stands. */
    SENT,
    /** It may stand: the answer was lost and the policy forbids another try. */
    UNKNOWN,
    /** Given up: refused, or tried too often. */
    FAILED,
    /** Not wanted (any more), so never sent. */
    SKIPPED,
    /** The message was removed, by us at the end or by somebody else. */
    DELETED
}
