package dev.onstage.notifier.destination;

/**
 * Something a receiver would not take.
 *
 * @param field its path in the request, for example {@code template.live.fields[25]}
 * @param message what is wrong with it, completing a sentence that begins with the field
 */
public record Violation(String field, String message) {}
