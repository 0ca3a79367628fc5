package dev.onstage.localstack.hostile;

import java.util.List;

/**
 * What people saw who did nothing wrong.
 *
 * @param wrong everything that they should not have seen, in words
 */
public record CompanionsOutcome(int polls, int signIns, int streams, List<String> wrong) {

    /** Copies what it is given. */
    public CompanionsOutcome {
        wrong = List.copyOf(wrong);
    }
}
