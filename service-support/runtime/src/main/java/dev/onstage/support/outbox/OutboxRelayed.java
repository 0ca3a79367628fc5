package dev.onstage.support.outbox;

import java.util.List;

/**
 * CDI event: these events are in Kafka and gone from the outbox, in the order they were written. Fired synchronously on
 * an event loop, so an observer must not block; it may be missed when the process dies, so nothing may depend on it.
 *
 * @param events at least one
 */
public record OutboxRelayed(List<RelayedEvent> events) {
    public OutboxRelayed {
        events = List.copyOf(events);
    }
}
