package dev.onstage.webhookingest.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onstage.webhookingest.receiving.RefusalCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the provider's webhooks arrive, for the dashboard's webhook check.
 *
 * @param channelId whose deliveries are counted; null for those of the whole install
 * @param lastReceived when each type was received last, newest first, as far back as the journal reaches
 * @param lastHour deliveries by outcome over the last hour
 * @param lastDay deliveries by outcome over the last day
 * @param refusals what was not taken for a delivery at all, of the whole install
 * @param journal how the journal gets on
 * @param spool what waits for Kafka
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookHealth(
        @Nullable String channelId,
        List<LastReceived> lastReceived,
        Map<String, Long> lastHour,
        Map<String, Long> lastDay,
        Refusals refusals,
        Journal journal,
        Spool spool) {

    /** A type of the provider and when it came last. */
    record LastReceived(String type, Instant at) {}

    /**
     * Requests that were refused without storing them: unsigned, wrongly signed, too large or too slow. Of all copies of the
     * service, as of a few seconds ago, unless a field says otherwise.
     *
     * @param lastHour how many within the last hour
     * @param share their share of all requests within the last hour, from 0 to 1
     * @param lastAt when the last was; null when there was none within a day
     * @param reasons how many for each reason within the last day
     * @param sources who was refused most by the copy that answers, since that started; for operators only, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusals(
            long lastHour,
            double share,
            @Nullable Instant lastAt,
            Map<String, Long> reasons,
            @Nullable List<RefusalCounts.SourceCount> sources) {}

    /**
     * The journal.
     *
     * @param lagSeconds how far the consumer is behind on the copy where it is furthest, as of a few seconds ago
     * @param bytes what it takes in the database
     * @param maxBytes what it may take
     * @param keptFrom the first moment of receipt still kept; null while nothing was dropped
     * @param bodiesShed true while there is no room for the bodies of presence and chat
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Journal(
            double lagSeconds,
            long bytes,
            long maxBytes,
            @Nullable Instant keptFrom,
            boolean bodiesShed) {}

    /**
     * The spool.
     *
     * @param deliveries how many wait
     * @param oldestAt when the oldest of them was received; null when none waits
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Spool(long deliveries, @Nullable Instant oldestAt) {}
}
