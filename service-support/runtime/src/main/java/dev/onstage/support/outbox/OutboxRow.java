package dev.onstage.support.outbox;

import dev.onstage.events.EventType;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.support.tracing.TraceHeaders;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One event waiting to be sent. */
record OutboxRow(
        long id,
        UUID eventId,
        String typeName,
        String topic,
        String key,
        Buffer payload,
        Instant time,
        @Nullable String traceParent) {

    static OutboxRow from(Row row) {
        return new OutboxRow(
                row.getLong("id"),
                row.getUUID("event_id"),
                row.getString("event_type"),
                row.getString("topic"),
                row.getString("record_key"),
                row.getBuffer("payload"),
                row.getOffsetDateTime("event_time").toInstant(),
                row.getString("traceparent"));
    }

    /** What must stay in order. */
    String lane() {
        return topic + '\n' + key;
    }

    /**
     * The record to send.
     *
     * @param trace what it belongs to, null for none
     */
    ProducerRecord<String, byte[]> toRecord(String source, @Nullable String trace) {
        ProducerRecord<String, byte[]> made =
                EventRecords.of(eventId.toString(), time, source, typeName, topic, key, payload.getBytes());
        TraceHeaders.write(made.headers(), trace);
        return made;
    }

    /** Empty for a type of another version of this service: it is sent all the same. */
    Optional<RelayedEvent> toRelayedEvent() {
        return EventType.byName(typeName)
                .map(type -> new RelayedEvent(key, EventReader.event(type, payload.getBytes())));
    }
}
