package dev.onstage.support.intake;

import java.time.Instant;

/**
 * A consumer that stands still although records wait.
 *
 * @param channel the name of its channel, for example {@code provider-chat-in}
 * @param since when it last made progress
 * @param reason what it failed with last, without any value of a record
 */
public record StalledIntake(String channel, Instant since, String reason) {}
