package dev.onstage.webhookingest.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was replayed, or would be.
 *
 * @param dryRun true when nothing was sent
 * @param deliveries how many were sent, or would be
 * @param types the same by the provider's type
 * @param cannot what was or would be left out, with why
 * @param complete false when more match than a dry run counts or a request takes
 * @param next the cursor to go on with, absent at the end and in a dry run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplayAnswer(
        boolean dryRun,
        long deliveries,
        List<OfType> types,
        List<LeftOut> cannot,
        boolean complete,
        @Nullable String next) {

    /** So many deliveries of a type. */
    record OfType(String type, long deliveries) {}

    /** So many deliveries of a type that cannot be replayed. */
    record LeftOut(String type, Reason reason, long deliveries) {}

    /** Why a delivery cannot be replayed. */
    enum Reason {
        /** The body was given up when the journal was behind or full. */
        BODY_DROPPED,
        /** It was refused as malformed and still is. */
        REFUSED,
        /** This version does not know what its type means. */
        UNKNOWN_TYPE,
        /** An event of it is larger than Kafka takes. */
        TOO_LARGE
    }
}
