package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of a channel, and in what order.
 *
 * @param from started at or after; null for all
 * @param to started before; null for all
 * @param sort by what
 * @param ascending the smallest first
 */
record SessionQuery(@Nullable Instant from, @Nullable Instant to, SessionSort sort, boolean ascending) {

    /**
     * Reads what a person asked for.
     *
     * @throws ProblemException {@code invalid-request} naming the parameter
     */
    static SessionQuery parse(
            @Nullable String from, @Nullable String to, @Nullable String sort, @Nullable String order) {
        SessionQuery query = new SessionQuery(
                StatsParameters.time("from", from),
                StatsParameters.time("to", to),
                SessionSort.parse(sort),
                ascending(order));
        if (query.from() != null && query.to() != null && !query.from().isBefore(query.to())) {
            throw StatsParameters.invalid("from is not before to.")
                    .fix("Give a range of time: from (inclusive), to (exclusive).");
        }
        return query;
    }

    private static boolean ascending(@Nullable String order) {
        return switch (StatsParameters.text(order)) {
            case "", "desc" -> false;
            case "asc" -> true;
            default ->
                throw StatsParameters.invalid("order is neither asc nor desc.")
                        .fix("Give asc or desc, or leave it out.");
        };
    }
}
