package dev.onstage.support.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes Kafka records of events: CloudEvents 1.0 in binary mode, the key doubling as the subject. */
public final class EventRecords {
    private EventRecords() {}

    /**
     * A record for the topic of the event's type; a pure function of its arguments, bytes and headers included.
     *
     * @param source the name of the writing service
     * @param key the record key and {@code ce_subject}
     */
    public static ProducerRecord<String, byte[]> of(
            String ceId, Instant ceTime, String source, String key, OnstageEvent event) {
        EventType type = EventType.of(event);
        return of(ceId, ceTime, source, type.typeName(), type.topic().topicName(), key, serialise(event));
    }

    /** As {@link #of(String, Instant, String, String, OnstageEvent)} for a value that is JSON already. */
    public static ProducerRecord<String, byte[]> of(
            String ceId, Instant ceTime, String source, String typeName, String topicName, String key, byte[] json) {
        ProducerRecord<String, byte[]> producerRecord = new ProducerRecord<>(topicName, key, json);
        Headers headers = producerRecord.headers();
        add(headers, CloudEventHeader.SPEC_VERSION, CloudEventHeader.SPEC_VERSION_VALUE);
        add(headers, CloudEventHeader.ID, ceId);
        add(headers, CloudEventHeader.SOURCE, source);
        add(headers, CloudEventHeader.TYPE, typeName);
        add(headers, CloudEventHeader.SUBJECT, key);
        add(headers, CloudEventHeader.TIME, ceTime.toString());
        add(headers, CloudEventHeader.DATA_CONTENT_TYPE, CloudEventHeader.JSON);
        return producerRecord;
    }

    /** The JSON of an event as the golden files have it. */
    public static byte[] serialise(OnstageEvent event) {
        try {
            return EventJson.MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event of " + event.getClass() + " has no JSON form", e);
        }
    }

    private static void add(Headers headers, CloudEventHeader header, String value) {
        headers.add(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }
}
