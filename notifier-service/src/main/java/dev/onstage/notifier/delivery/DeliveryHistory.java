package dev.onstage.notifier.delivery;

import dev.onstage.notifier.delivery.DeliveryResponse.AttemptResponse;
import dev.onstage.notifier.stream.SqlTime;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what became of the latest messages of a destination. */
@ApplicationScoped
class DeliveryHistory {
    private static final String MESSAGES = """
            SELECT message.*, session.ended_at IS NOT NULL AS is_over,
                   greatest(message.due_at, destination.quiet_until) AS next_at
              FROM notification_messages AS message
              JOIN destinations AS destination ON destination.id = message.destination_id
              JOIN stream_sessions AS session USING (session_id)
             WHERE destination.channel_id = $1 AND destination.name = $2
             ORDER BY message.created_at DESC LIMIT 50
            """;
    private static final String ATTEMPTS = """
            SELECT * FROM (
              SELECT attempt.* FROM notification_attempts AS attempt
                JOIN destinations AS destination ON destination.id = attempt.destination_id
               WHERE destination.channel_id = $1 AND destination.name = $2
               ORDER BY attempt.id DESC LIMIT 1000) AS latest
             ORDER BY id
            """;

    private final Pool pool;

    DeliveryHistory(Pool pool) {
        this.pool = pool;
    }

    /** The latest 50 sessions of a destination, newest first, then test messages. */
    Uni<List<DeliveryResponse>> of(String channelId, String name) {
        Tuple destination = Tuple.of(channelId, name);
        return pool.preparedQuery(MESSAGES).execute(destination).flatMap(messages -> pool.preparedQuery(ATTEMPTS)
                .execute(destination)
                .map(attempts -> join(messages, attempts)));
    }

    private static List<DeliveryResponse> join(RowSet<Row> messages, RowSet<Row> attempts) {
        Map<String, List<AttemptResponse>> byForm = new LinkedHashMap<>();
        List<DeliveryResponse> tests = new ArrayList<>();
        attempts.forEach(row -> {
            UUID sessionId = row.getUUID("session_id");
            AttemptResponse attempt = attempt(row);
            if (sessionId == null) {
                String state = attempt.outcome().equals("SENT") ? FormState.SENT.name() : FormState.FAILED.name();
                String reason = attempt.reason().isEmpty() ? null : attempt.reason();
                tests.add(
                        0,
                        new DeliveryResponse(null, row.getString("form"), state, null, reason, null, List.of(attempt)));
            } else {
                byForm.computeIfAbsent(sessionId + row.getString("form"), key -> new ArrayList<>())
                        .add(attempt);
            }
        });
        List<DeliveryResponse> history = new ArrayList<>();
        messages.forEach(row -> {
            if (row.getBoolean("is_over") || !row.getString("ended_state").equals(FormState.OPEN.name())) {
                history.add(response(row, Form.ENDED, byForm));
            }
            history.add(response(row, Form.LIVE, byForm));
        });
        history.addAll(tests);
        return history;
    }

    private static DeliveryResponse response(Row row, Form form, Map<String, List<AttemptResponse>> attempts) {
        UUID sessionId = row.getUUID("session_id");
        String columns = form.name().toLowerCase(Locale.ROOT);
        String state = state(row, form, row.getString(columns + "_state"));
        return new DeliveryResponse(
                sessionId,
                form.name(),
                state,
                row.getString(columns + "_message_id"),
                row.getString(columns + "_reason"),
                state.equals("PENDING") ? SqlTime.instant(row.getOffsetDateTime("next_at")) : null,
                attempts.getOrDefault(sessionId + form.name(), List.of()));
    }

    private static String state(Row row, Form form, String formState) {
        if (!formState.equals(FormState.OPEN.name())) {
            return formState;
        }
        return isSending(row.getString("state"), row.getString("step"), form) ? "SENDING" : "PENDING";
    }

    private static boolean isSending(String state, @Nullable String step, Form form) {
        return state.equals("SENDING") && step != null && Step.valueOf(step).form() == form;
    }

    private static AttemptResponse attempt(Row row) {
        return new AttemptResponse(
                row.getOffsetDateTime("attempted_at").toInstant(),
                row.getString("step"),
                row.getInteger("status"),
                row.getInteger("code"),
                row.getString("outcome"),
                row.getString("reason"));
    }
}
