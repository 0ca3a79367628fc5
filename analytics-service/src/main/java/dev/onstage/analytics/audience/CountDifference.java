package dev.onstage.analytics.audience;

import java.time.Instant;

/**
 * A count of the provider that the stays we know do not explain.
 *
 * @param observedAt when it was taken
 * @param counted identified viewers by the provider
 * @param known viewers by the stays
 */
public record CountDifference(Instant observedAt, int counted, int known) {

    /** How many to add to what the stays say; negative when there are too many. */
    public int size() {
        return counted - known;
    }
}
