package dev.onstage.localstack.chaos;

import dev.onstage.events.Topic;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.DeliveryKind;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.topology.ServiceKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads, as the services' own roles, what became of a crowd's deliveries: in the journal and in the figures. */
final class IngestAudit {

    private static final int ROWS_AT_A_TIME = 10_000;
    private static final int ID_LENGTH = 36;
    private static final String DEDICATED_SOURCE = "WEBHOOK";

    private final LocalStack stack;
    private final Crowd crowd;
    private final String channelId;

    IngestAudit(LocalStack stack, Crowd crowd, String channelId) {
        this.stack = stack;
        this.crowd = crowd;
        this.channelId = channelId;
    }

    /** Deliveries waiting in the spool. */
    long spooled() {
        try (Connection database = stack.database(ServiceKind.WEBHOOK_INGEST);
                PreparedStatement query = database.prepareStatement("SELECT count(*) FROM webhook_spool");
                ResultSet answer = query.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /** Waits until what was acknowledged has come everywhere it has to. */
    void settle(KafkaApi kafka, BiConsumer<String, String> told) {
        Polling.until("an empty spool", CatchUp.WITHIN, this::spooled, waiting -> waiting == 0);
        told.accept("webhook-ingest", "the spool is empty");
        CatchUp.await(kafka, List.of(Topic.PROVIDER_DELIVERIES, Topic.PROVIDER_PRESENCE, Topic.PROVIDER_CHAT), told);
    }

    /** Each delivery as the journal has it. */
    Account journal() {
        var account = new Account("journal");
        read(
                ServiceKind.WEBHOOK_INGEST,
                "SELECT webhook_id, event_type, outcome, size_bytes FROM webhook_deliveries WHERE channel_id = ?",
                row -> {
                    int number = numberOf(row.getString(1));
                    String shown = "%s %s %s %d bytes"
                            .formatted(row.getString(1), row.getString(2), row.getString(3), row.getInt(4));
                    if (number < 0) {
                        account.foreign(shown);
                        return;
                    }
                    boolean right = crowd.kind(number).type().equals(row.getString(2))
                            && "accepted".equalsIgnoreCase(row.getString(3))
                            && crowd.body(number).length == row.getInt(4);
                    account.found(number, right, shown);
                });
        return account;
    }

    /** The effect of each delivery on the figures. */
    Account effects() {
        var account = new Account("analytics");
        stays(account);
        counts(account);
        messages(account);
        return account;
    }

    /** A stay shows its join, and its leave once it has an end. */
    private void stays(Account account) {
        read(
                ServiceKind.ANALYTICS,
                "SELECT user_session_id, user_id, joined_at, left_at FROM presence WHERE channel_id = ?",
                row -> {
                    int join = numberOf(row.getString(1));
                    Instant joinedAt = time(row, 3);
                    Instant leftAt = time(row, 4);
                    String shown = "stay %s of %s from %s to %s"
                            .formatted(row.getString(1), row.getString(2), joinedAt, leftAt);
                    if (join < 0 || crowd.kind(join) != DeliveryKind.JOINED) {
                        account.foreign(shown);
                        return;
                    }
                    boolean right = crowd.userId(join).equals(row.getString(2))
                            && crowd.at(join).equals(joinedAt);
                    account.found(join, right, shown);
                    if (leftAt != null) {
                        int leave = crowd.leaveOf(join);
                        if (leave < 0) {
                            account.foreign(shown);
                        } else {
                            account.found(leave, crowd.at(leave).equals(leftAt), shown);
                        }
                    }
                });
    }

    private void counts(Account account) {
        read(
                ServiceKind.ANALYTICS,
                "SELECT observed_at, identified, anonymous FROM participant_counts WHERE channel_id = ? AND source = '%s'"
                        .formatted(DEDICATED_SOURCE),
                row -> {
                    Instant at = time(row, 1);
                    int number = at == null ? -1 : crowd.numberAt(at);
                    String shown = "count %s: %d and %d".formatted(at, row.getInt(2), row.getInt(3));
                    if (number < 0 || crowd.kind(number) != DeliveryKind.COUNTED) {
                        account.foreign(shown);
                        return;
                    }
                    boolean right =
                            crowd.counted(number) == row.getInt(2) && crowd.countedAnonymous(number) == row.getInt(3);
                    account.found(number, right, shown);
                });
    }

    private void messages(Account account) {
        read(
                ServiceKind.ANALYTICS,
                "SELECT message_id, user_id, sent_at, deleted_at FROM chat_messages WHERE channel_id = ?",
                row -> {
                    String id = row.getString(1);
                    int number = numberOf(id.substring(Math.max(0, id.length() - ID_LENGTH)));
                    Instant sentAt = time(row, 3);
                    String shown = "message %s of %s at %s".formatted(id, row.getString(2), sentAt);
                    if (number < 0 || crowd.kind(number) != DeliveryKind.POSTED) {
                        account.foreign(shown);
                        return;
                    }
                    boolean right = crowd.messageId(number).equals(id)
                            && crowd.userId(number).equals(row.getString(2))
                            && crowd.at(number).equals(sentAt)
                            && time(row, 4) == null;
                    account.found(number, right, shown);
                });
    }

    private interface Row {
        void use(ResultSet row) throws SQLException;
    }

    private void read(ServiceKind service, String sql, Row each) {
        try (Connection database = stack.database(service)) {
            // Rows come in portions only within a transaction.
            database.setAutoCommit(false);
            try (PreparedStatement query = database.prepareStatement(sql)) {
                query.setFetchSize(ROWS_AT_A_TIME);
                query.setString(1, channelId);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        each.use(rows);
                    }
                }
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private int numberOf(@Nullable String id) {
        try {
            return id == null ? -1 : crowd.numberOf(UUID.fromString(id));
        } catch (IllegalArgumentException noUuid) {
            return -1;
        }
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static StackException unreadable(SQLException failure) {
        return new StackException(
                Failure.CHECK_FAILED, "The database cannot be read: " + failure.getMessage(), failure);
    }
}
