package dev.onstage.localstack.check;

/**
 * Something Onstage relies on, tried.
 *
 * @param expected what documentation and simulator say
 * @param seen what the app answered
 */
public record Fact(String what, String expected, String seen, boolean holds) {}
