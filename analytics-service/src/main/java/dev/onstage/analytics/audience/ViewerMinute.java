package dev.onstage.analytics.audience;

import java.time.Instant;

/**
 * The viewers of one UTC minute, or of the part of it that lies within the window.
 *
 * @param minute its start
 * @param peak most viewers at one moment of it
 * @param average viewers averaged over it, two decimals
 */
public record ViewerMinute(Instant minute, int peak, double average) {}
