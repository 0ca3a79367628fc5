package dev.onstage.webhookingest.replay;

import dev.onstage.webhookingest.journal.DeliveryFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to replay: either ids or a filter.
 *
 * @param ids deliveries by their ids
 * @param filter deliveries by what they are
 * @param dryRun true to be told only
 * @param cursor {@code next} of the answer before, to go on with the same ids or filter
 */
record ReplayRequest(
        @Nullable List<UUID> ids,
        @Nullable Filter filter,
        boolean dryRun,
        @Nullable String cursor) {

    /** As the parameters of the list. */
    record Filter(
            @Nullable String channel,
            @Nullable String type,
            @Nullable String outcome,
            @Nullable String from,
            @Nullable String to,
            @Nullable String callCid,
            @Nullable String webhookId) {

        DeliveryFilter parse() {
            return DeliveryFilter.parse(channel, type, outcome, from, to, callCid, webhookId);
        }
    }
}
