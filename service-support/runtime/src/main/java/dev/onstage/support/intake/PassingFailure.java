package dev.onstage.support.intake;

/**
 * Marks exceptions of our own that say nothing about the record at work: the same work succeeds later. {@link EventIntake}
 * waits and tries again.
 */
public interface PassingFailure {}
