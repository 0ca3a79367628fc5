package dev.onstage.localstack.chaos;

/**
 * What analytics says of a session.
 *
 * @param revision the highest counts
 */
record Figures(
        long revision,
        int peakViewers,
        double averageViewers,
        int uniqueViewers,
        int chatMessages,
        boolean chatComplete) {}
