package dev.onstage.analytics.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much more it was than before, in percent with one decimal: 50 for half as much again, -100 for nothing any more. Null
 * where there was nothing before to compare with.
 *
 * @param averageViewers of the viewers at any moment on air
 * @param averageSessionMinutes of the minutes on air per session
 */
@Schema(name = "StatsChange")
record StatsChange(
        @Nullable Double sessions,
        @Nullable Double totalMinutes,
        @Nullable Double watchMinutes,
        @Nullable Double chatMessages,
        @Nullable Double peakViewers,
        @Nullable Double averageViewers,
        @Nullable Double averageSessionMinutes) {

    static StatsChange between(FigureSum before, FigureSum after) {
        return new StatsChange(
                percent(before.sessions(), after.sessions()),
                percent(before.totalMinutes(), after.totalMinutes()),
                percent(before.watchMinutes(), after.watchMinutes()),
                percent(before.chatMessages(), after.chatMessages()),
                percent(before.peakViewers(), after.peakViewers()),
                percent(before.averages().viewers(), after.averages().viewers()),
                percent(before.averages().sessionMinutes(), after.averages().sessionMinutes()));
    }

    static @Nullable Double percent(Number before, Number after) {
        double base = before.doubleValue();
        return base == 0 ? null : Math.round(1_000 * (after.doubleValue() - base) / base) / 10.0;
    }
}
