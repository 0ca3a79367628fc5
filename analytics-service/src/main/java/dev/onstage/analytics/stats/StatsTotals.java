package dev.onstage.analytics.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Figures over several sessions.
 *
 * @param sessions how many
 * @param totalMinutes minutes on air
 * @param watchMinutes minutes that viewers watched, added up
 * @param chatMessages messages posted and not deleted
 * @param peakViewers the highest peak
 */
@Schema(name = "StatsTotals")
record StatsTotals(int sessions, long totalMinutes, long watchMinutes, long chatMessages, int peakViewers) {}
