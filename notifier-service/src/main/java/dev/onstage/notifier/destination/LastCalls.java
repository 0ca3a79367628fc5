package dev.onstage.notifier.destination;

import dev.onstage.notifier.destination.DestinationResponse.LastCall;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the last call of each of a channel's destinations that was accepted, and the last that was not. */
@ApplicationScoped
class LastCalls {
    private static final String LAST = """
            SELECT destination.id, true AS succeeded, call.*
              FROM destinations AS destination CROSS JOIN LATERAL (
                   SELECT attempted_at, reason, status, code FROM notification_attempts
                    WHERE destination_id = destination.id AND outcome = 'SENT' ORDER BY id DESC LIMIT 1) AS call
             WHERE destination.channel_id = $1
             UNION ALL
            SELECT destination.id, false AS succeeded, call.*
              FROM destinations AS destination CROSS JOIN LATERAL (
                   SELECT attempted_at, reason, status, code FROM notification_attempts
                    WHERE destination_id = destination.id AND outcome <> 'SENT' ORDER BY id DESC LIMIT 1) AS call
             WHERE destination.channel_id = $1
            """;

    private final Pool pool;

    LastCalls(Pool pool) {
        this.pool = pool;
    }

    /**
     * Both calls of a destination.
     *
     * @param success null for none
     * @param error null for none
     */
    record Pair(@Nullable LastCall success, @Nullable LastCall error) {
        static final Pair NONE = new Pair(null, null);
    }

    /** By destination; one that was never called is missing. */
    Uni<Map<UUID, Pair>> of(String channelId) {
        return pool.preparedQuery(LAST).execute(Tuple.of(channelId)).map(rows -> {
            Map<UUID, Pair> calls = new HashMap<>();
            for (Row row : rows) {
                Pair known = calls.getOrDefault(row.getUUID("id"), Pair.NONE);
                LastCall call = read(row);
                calls.put(
                        row.getUUID("id"),
                        row.getBoolean("succeeded") ? new Pair(call, known.error()) : new Pair(known.success(), call));
            }
            return calls;
        });
    }

    private static LastCall read(Row row) {
        return new LastCall(
                row.getOffsetDateTime("attempted_at").toInstant(),
                row.getString("reason"),
                row.getInteger("status"),
                row.getInteger("code"));
    }
}
