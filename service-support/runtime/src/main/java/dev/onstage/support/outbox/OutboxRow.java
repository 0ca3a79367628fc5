package dev.onstage.support.outbox;

import dev.onstage.events.EventType;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.EventRecords;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One event waiting to be sent. */
record OutboxRow(long id, UUID eventId, String typeName, String topic, String key, Buffer payload, Instant time) {

    static OutboxRow from(Row row) {
        return new OutboxRow(
                row.getLong("id"),
                row.getUUID("event_id"),
                row.getString("event_type"),
                row.getString("topic"),
                row.getString("record_key"),
                row.getBuffer("payload"),
                row.getOffsetDateTime("event_time").toInstant());
    }

    /** What must stay in order. */
    String lane() {
        return topic + '\n' + key;
    }

    ProducerRecord<String, byte[]> toRecord(String source) {
        return EventRecords.of(eventId.toString(), time, source, typeName, topic, key, payload.getBytes());
    }

    /** Empty for a type of another version of this service: it is sent all the same. */
    Optional<RelayedEvent> toRelayedEvent() {
        return EventType.byName(typeName)
                .map(type -> new RelayedEvent(key, EventReader.event(type, payload.getBytes())));
    }
}
