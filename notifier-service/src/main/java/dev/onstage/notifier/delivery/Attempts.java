package dev.onstage.notifier.delivery;

import dev.onstage.notifier.stream.SqlTime;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the table {@code notification_attempts}: every call, and every call whose end was never seen. */
@ApplicationScoped
class Attempts {
    /** A destination that was removed while it was called has no history any more. */
    private static final String RECORD = """
            INSERT INTO notification_attempts
                (destination_id, session_id, form, step, attempted_at, status, code, outcome, reason)
            SELECT id, $2, $3, $4, $5, $6, $7, $8, $9 FROM destinations WHERE id = $1
            """;

    /**
     * One line of the history.
     *
     * @param form what it was about
     * @param step the call
     * @param at when it was made
     * @param outcome what followed
     * @param report status, code and reason
     */
    record Attempt(String form, String step, Instant at, String outcome, SendReport report) {
        static Attempt of(Step step, Instant at, DeliveryRules.Move move, SendReport report) {
            return new Attempt(
                    step.form().name(), step.name(), at, move.outcome().name(), report);
        }
    }

    /** Adds to the history; without a session for a test message. */
    Uni<Void> record(SqlClient tx, UUID destinationId, @Nullable UUID sessionId, Attempt attempt) {
        return tx.preparedQuery(RECORD)
                .execute(Tuple.tuple()
                        .addUUID(destinationId)
                        .addUUID(sessionId)
                        .addString(attempt.form())
                        .addString(attempt.step())
                        .addOffsetDateTime(SqlTime.utc(attempt.at()))
                        .addInteger(attempt.report().status())
                        .addInteger(attempt.report().code())
                        .addString(attempt.outcome())
                        .addString(attempt.report().result().reason()))
                .replaceWithVoid();
    }
}
