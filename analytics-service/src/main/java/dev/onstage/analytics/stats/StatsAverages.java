package dev.onstage.analytics.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Averages over several sessions, two decimals; 0 when there were none.
 *
 * @param sessionMinutes minutes on air per session
 * @param viewers viewers at any moment on air: a long session weighs more than a short one
 * @param sessionMessages chat messages per session
 */
@Schema(name = "StatsAverages")
record StatsAverages(double sessionMinutes, double viewers, double sessionMessages) {}
