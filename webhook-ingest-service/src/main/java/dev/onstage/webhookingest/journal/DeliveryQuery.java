package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a selection of deliveries. Each delivery is found once, at its first attempt that matches: further attempts
 * within {@value #ATTEMPTS_WITHIN} are left out. That is looked up row by row, which the optimiser could not turn into one
 * join over the whole journal, and in the order of the page, so that no more rows are looked at than the page needs. Without
 * the {@code OFFSET 0} it may look at all that match and sort what is left: it does so while a partition is too new to have
 * statistics.
 */
final class DeliveryQuery {
    static final String ATTEMPTS_WITHIN = "1 hour";

    private final Tuple values = Tuple.tuple();
    private final List<String> conditions = new ArrayList<>();
    private final String isFirstAttempt;

    private DeliveryQuery(DeliveryFilter filter) {
        match("d", filter);
        isFirstAttempt = isFirstAttempt(filter);
    }

    /**
     * A page of deliveries.
     *
     * @param after where the page before ended, null to begin
     * @param newestFirst the order
     */
    static DeliveryQuery page(DeliveryFilter filter, @Nullable DeliveryCursor after, boolean newestFirst) {
        DeliveryQuery query = new DeliveryQuery(filter);
        if (after != null) {
            query.conditions.add("(d.received_at, d.delivery_id) " + (newestFirst ? "<" : ">") + " ("
                    + query.bind(SqlColumns.time(after.receivedAt())) + ", " + query.bind(after.deliveryId()) + ")");
        }
        return query;
    }

    /** The statement. */
    String select(String columns, boolean newestFirst, int limit) {
        String direction = newestFirst ? " DESC" : "";
        String order = " ORDER BY d.received_at" + direction + ", d.delivery_id" + direction;
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + columns + " FROM (SELECT d.* FROM webhook_deliveries d" + where + order
                + " OFFSET 0) d WHERE " + isFirstAttempt + order + " LIMIT " + bind(limit);
    }

    /** The values of its parameters. */
    Tuple values() {
        return values;
    }

    private String isFirstAttempt(DeliveryFilter filter) {
        List<String> earlier = new ArrayList<>(List.of(
                "e.webhook_id = d.webhook_id",
                "e.received_at >= d.received_at - interval '" + ATTEMPTS_WITHIN + "'",
                "e.received_at <= d.received_at",
                "(e.received_at, e.delivery_id) < (d.received_at, d.delivery_id)",
                "e.event_type = d.event_type",
                "e.channel_id IS NOT DISTINCT FROM d.channel_id",
                "e.event_time IS NOT DISTINCT FROM d.event_time"));
        if (filter.from() != null) {
            earlier.add("e.received_at >= " + bind(SqlColumns.time(filter.from())));
        }
        if (filter.outcome() != null) {
            earlier.add(outcome("e", filter.outcome()));
        }
        return "(d.webhook_id IS NULL OR (SELECT e.delivery_id FROM webhook_deliveries e WHERE "
                + String.join(" AND ", earlier) + " LIMIT 1) IS NULL)";
    }

    private void match(String table, DeliveryFilter filter) {
        if (filter.channelId() != null) {
            conditions.add(table + ".channel_id = " + bind(filter.channelId()));
        } else if (filter.callCid() != null) {
            conditions.add(filter.channelOfCall()
                    .map(channelId -> table + ".channel_id = " + bind(channelId))
                    .orElse(table + ".channel_id IS NULL"));
        }
        if (filter.callCid() != null) {
            conditions.add(table + ".call_cid = " + bind(filter.callCid()));
        }
        if (filter.eventType() != null) {
            conditions.add(table + ".event_type = " + bind(filter.eventType()));
        }
        if (filter.outcome() != null) {
            conditions.add(outcome(table, filter.outcome()));
        }
        if (filter.from() != null) {
            conditions.add(table + ".received_at >= " + bind(SqlColumns.time(filter.from())));
        }
        if (filter.to() != null) {
            conditions.add(table + ".received_at < " + bind(SqlColumns.time(filter.to())));
        }
        if (filter.webhookId() != null) {
            conditions.add(table + ".webhook_id = " + bind(filter.webhookId()));
        }
    }

    /** Written out and not bound: only so is the index of what was not accepted found. */
    private static String outcome(String table, DeliveryOutcome outcome) {
        String equal = table + ".outcome = '" + outcome.name() + "'";
        return outcome == DeliveryOutcome.ACCEPTED ? equal : equal + " AND " + table + ".outcome <> 'ACCEPTED'";
    }

    private String bind(Object value) {
        values.addValue(value);
        return "$" + values.size();
    }
}
