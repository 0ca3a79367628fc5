package dev.onstage.analytics.audience;

import java.time.Instant;

/**
 * From this moment on so many viewers were present, until the next point.
 *
 * @param at the moment
 * @param count viewers
 */
public record ViewerPoint(Instant at, int count) {}
