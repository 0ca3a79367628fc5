package dev.onstage.support.settings;

/** {@link CurrentSecrets} has another value of at least one secret. Told on a worker thread. */
public record SecretsChanged() {}
