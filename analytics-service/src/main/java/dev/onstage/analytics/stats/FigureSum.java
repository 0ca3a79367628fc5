package dev.onstage.analytics.stats;

/**
 * The figures of several sessions added up.
 *
 * @param totalMinutes minutes on air, each session rounded for itself
 * @param durationSeconds seconds on air
 * @param viewerSeconds average viewers times seconds, so that long sessions weigh more
 * @param peakViewers the highest of the peaks
 */
record FigureSum(
        int sessions,
        long totalMinutes,
        long durationSeconds,
        double viewerSeconds,
        long watchMinutes,
        long chatMessages,
        int peakViewers) {

    static final FigureSum NONE = new FigureSum(0, 0, 0, 0, 0, 0, 0);

    FigureSum plus(FigureSum other) {
        return new FigureSum(
                sessions + other.sessions,
                totalMinutes + other.totalMinutes,
                durationSeconds + other.durationSeconds,
                viewerSeconds + other.viewerSeconds,
                watchMinutes + other.watchMinutes,
                chatMessages + other.chatMessages,
                Math.max(peakViewers, other.peakViewers));
    }

    StatsTotals totals() {
        return new StatsTotals(sessions, totalMinutes, watchMinutes, chatMessages, peakViewers);
    }

    StatsAverages averages() {
        return new StatsAverages(
                ratio(durationSeconds / 60.0, sessions),
                ratio(viewerSeconds, durationSeconds),
                ratio(chatMessages, sessions));
    }

    private static double ratio(Number part, Number whole) {
        double by = whole.doubleValue();
        return by == 0 ? 0 : Math.round(100 * part.doubleValue() / by) / 100.0;
    }
}
