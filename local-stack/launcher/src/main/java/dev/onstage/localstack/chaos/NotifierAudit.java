package dev.onstage.localstack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.ServiceKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads, as the notifier's own role, what it believes to have told, and at the simulator what stands; then compares both with
 * the script.
 */
final class NotifierAudit {

    /** A call that began before the end was known may still be on its way for a moment. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

    private final LocalStack stack;
    private final DiscordSimulatorApi discord;
    private final NotifierScript script;
    private final List<ChaosDestination> destinations;
    private final DeletedWebhook deleted;

    /** A session at a destination, as tables know it. */
    private record Key(UUID sessionId, String channelId, String destination) {}

    NotifierAudit(
            LocalStack stack,
            DiscordSimulatorApi discord,
            NotifierScript script,
            List<ChaosDestination> destinations,
            DeletedWebhook deleted) {
        this.stack = stack;
        this.discord = discord;
        this.script = script;
        this.destinations = destinations;
        this.deleted = deleted;
    }

    /** Notifications with something left to do. */
    int unsettled() {
        var waiting = new ArrayList<Key>();
        rows().forEach((key, row) -> {
            if (!row.state().equals("SETTLED")) {
                waiting.add(key);
            }
        });
        return waiting.size();
    }

    /** Writes down what was told and what about it is wrong. */
    void into(NotifierReport report) {
        Map<Key, NotificationRow> rows = rows();
        Map<Key, List<Attempt>> attempts = attempts();
        Map<UUID, Instant> endKnown = endKnown(attempts);
        for (ChaosDestination destination : destinations) {
            Map<Integer, List<Posted>> posted = discord.messages(destination.webhookId()).stream()
                    .map(Posted::read)
                    .collect(Collectors.groupingBy(message -> Broadcast.numberIn(message.title())));
            for (Broadcast broadcast : script.broadcasts()) {
                if (!broadcast.channelId().equals(destination.channelId())) {
                    continue;
                }
                Key key = new Key(broadcast.sessionId(), destination.channelId(), destination.name());
                List<Attempt> calls = attempts.getOrDefault(key, List.of());
                List<Posted> messages =
                        Optional.ofNullable(posted.remove(broadcast.number())).orElse(List.of());
                Optional<NotificationRow> row = Optional.ofNullable(rows.get(key));
                var rules = new NotificationRules(broadcast, destination, calls, messages);
                (deleted.is(destination) ? rules.brokenAtDeleted(row) : rules.brokenAtWorking(row))
                        .forEach(report::broken);
                late(broadcast, destination, messages, endKnown.getOrDefault(broadcast.sessionId(), Instant.MAX))
                        .forEach(report::broken);
                row.ifPresent(found -> report.add(destination, found, calls, messages));
            }
            posted.values().forEach(foreign -> report.broken("posted for nobody at " + destination + ": " + foreign));
        }
        deleted.broken(callsToDeleted(), attemptsAtDeleted(attempts), isSwitchedOff())
                .forEach(report::broken);
    }

    private List<JsonNode> callsToDeleted() {
        return discord.calls(deleted.destination().webhookId());
    }

    private List<Attempt> attemptsAtDeleted(Map<Key, List<Attempt>> attempts) {
        return attempts.entrySet().stream()
                .filter(entry ->
                        deleted.is(entry.getKey().channelId(), entry.getKey().destination()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** When, at the latest, the end of each session was known: something was told of it then. */
    private static Map<UUID, Instant> endKnown(Map<Key, List<Attempt>> attempts) {
        var known = new HashMap<UUID, Instant>();
        attempts.forEach((key, calls) -> calls.stream()
                // One without a status may have been found long after it was made.
                .filter(call -> call.tellsEnd() && call.status() != null)
                .forEach(call ->
                        known.merge(key.sessionId(), call.at(), (one, other) -> one.isBefore(other) ? one : other)));
        return known;
    }

    private static List<String> late(
            Broadcast broadcast, ChaosDestination destination, List<Posted> messages, Instant endKnown) {
        return messages.stream()
                .filter(message -> message.claimsLive()
                        && endKnown.isBefore(message.postedAt().minus(ON_ITS_WAY)))
                .map(message -> "session %d at %s: its end was told from %s on, and live was posted at %s: %s"
                        .formatted(broadcast.number(), destination, endKnown, message.postedAt(), message))
                .toList();
    }

    private Map<Key, NotificationRow> rows() {
        var rows = new HashMap<Key, NotificationRow>();
        read(
                """
                SELECT message.session_id, destination.channel_id, destination.name, message.state, live_state,
                       live_message_id, ended_state, ended_message_id
                  FROM notification_messages AS message JOIN destinations AS destination ON destination.id = destination_id
                 WHERE destination.channel_id = ANY (?)
                """,
                row -> rows.put(
                        key(row),
                        new NotificationRow(
                                row.getString("state"),
                                row.getString("live_state"),
                                row.getString("live_message_id"),
                                row.getString("ended_state"),
                                row.getString("ended_message_id"))));
        return rows;
    }

    private Map<Key, List<Attempt>> attempts() {
        var attempts = new HashMap<Key, List<Attempt>>();
        read("""
                SELECT attempt.session_id, destination.channel_id, destination.name, step, outcome, status, attempted_at
                  FROM notification_attempts AS attempt JOIN destinations AS destination ON destination.id = destination_id
                 WHERE destination.channel_id = ANY (?) AND attempt.session_id IS NOT NULL
                 ORDER BY attempt.id
                """, row -> attempts.computeIfAbsent(key(row), first -> new ArrayList<>())
                .add(new Attempt(
                        row.getString("step"),
                        row.getString("outcome"),
                        row.getObject("status", Integer.class),
                        row.getObject("attempted_at", OffsetDateTime.class).toInstant())));
        return attempts;
    }

    private boolean isSwitchedOff() {
        var switchedOff = new ArrayList<String>();
        read("SELECT channel_id, name FROM destinations WHERE channel_id = ANY (?) AND NOT enabled", row -> {
            if (deleted.is(row.getString(1), row.getString(2))) {
                switchedOff.add(row.getString(2));
            }
        });
        return !switchedOff.isEmpty();
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getObject("session_id", UUID.class), row.getString("channel_id"), row.getString("name"));
    }

    private interface Row {
        void use(ResultSet row) throws SQLException;
    }

    private void read(String sql, Row each) {
        try (Connection database = stack.database(ServiceKind.NOTIFIER);
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setArray(
                    1, database.createArrayOf("varchar", script.channelIds().toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.use(rows);
                }
            }
        } catch (SQLException failure) {
            throw new StackException(
                    Failure.CHECK_FAILED, "The database cannot be read: " + failure.getMessage(), failure);
        }
    }
}
