package dev.onstage.notifier.delivery;

import dev.onstage.events.NotificationSettled;
import dev.onstage.notifier.stream.SqlTime;
import dev.onstage.support.outbox.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Announces what became of notifications, in the transaction that stores it. */
@ApplicationScoped
class OutcomeEvents {
    private static final String DESTINATIONS = "SELECT name, kind FROM destinations WHERE id = ANY ($1) ORDER BY name";

    private final Outbox outbox;

    OutcomeEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Announces each form that settled on the way from one row to the other. */
    Uni<Void> announce(SqlClient tx, Work work, Notification after) {
        Notification before = work.notification();
        List<NotificationSettled> events = Arrays.stream(Form.values())
                .filter(form -> after.stateOf(form) != FormState.OPEN && after.stateOf(form) != before.stateOf(form))
                .map(form -> settled(work.destination(), after, form))
                .toList();
        return append(tx, events);
    }

    /** Announces that nothing is told of a session at these destinations. */
    Uni<Void> announceQuiet(SqlClient tx, String channelId, UUID sessionId, List<UUID> destinations) {
        if (destinations.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(DESTINATIONS)
                .execute(Tuple.of(destinations.toArray(UUID[]::new)))
                .flatMap(rows -> append(
                        tx,
                        rows.stream()
                                .flatMap(row -> Arrays.stream(Form.values())
                                        .map(form -> quiet(channelId, sessionId, form, row)))
                                .toList()));
    }

    private Uni<Void> append(SqlClient tx, List<NotificationSettled> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> outbox.append(tx, event.channelId(), event))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static NotificationSettled settled(DestinationEffects.Called destination, Notification after, Form form) {
        Telling telling = after.telling(form);
        return new NotificationSettled(
                destination.channelId(),
                destination.name(),
                destination.kind(),
                after.sessionId(),
                form.name(),
                telling.state().name(),
                telling.reason(),
                SqlTime.micros(Instant.now()));
    }

    private static NotificationSettled quiet(String channelId, UUID sessionId, Form form, Row row) {
        return new NotificationSettled(
                channelId,
                row.getString("name"),
                row.getString("kind"),
                sessionId,
                form.name(),
                FormState.SKIPPED.name(),
                DesiredMessages.COOL_DOWN,
                SqlTime.micros(Instant.now()));
    }
}
