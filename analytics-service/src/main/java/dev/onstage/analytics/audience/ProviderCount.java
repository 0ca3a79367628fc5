package dev.onstage.analytics.audience;

import java.time.Instant;

/**
 * What the provider counted at one moment, the broadcaster left out.
 *
 * @param observedAt the moment
 * @param identified participants with a user id
 * @param anonymous participants without one: never listed one by one, so no stay stands for them
 */
public record ProviderCount(Instant observedAt, int identified, int anonymous) {}
