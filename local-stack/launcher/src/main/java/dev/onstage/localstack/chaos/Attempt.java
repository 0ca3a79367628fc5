package dev.onstage.localstack.chaos;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as the notifier's history has it: a row of {@code notification_attempts}.
 *
 * @param step what it did
 * @param outcome what came of it
 * @param status the HTTP status, null when no answer was seen
 * @param at when it was made, or found to have been under way
 */
record Attempt(String step, String outcome, @Nullable Integer status, Instant at) {

    static final String POST_LIVE = "POST_LIVE";
    static final String POST_ENDED = "POST_ENDED";

    /** Nobody knows whether the call did anything. */
    boolean isUnknown() {
        return outcome.equals("UNKNOWN");
    }

    /** Whether a message may stand because of it. */
    boolean mayHavePosted() {
        return isUnknown() || outcome.equals("SENT");
    }

    /** Whether it tells that the session is over. */
    boolean tellsEnd() {
        return !step.equals(POST_LIVE) && !step.equals("EDIT_LIVE");
    }
}
