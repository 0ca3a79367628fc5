package dev.onstage.streamcontrol.provider;

import java.time.Instant;

/**
 * Something about the connection to the provider that a person should put right.
 *
 * @param code stable, kebab-case
 * @param message what is wrong
 * @param fix what to do
 * @param since since when it is known
 */
public record ProviderWarning(String code, String message, String fix, Instant since) {}
