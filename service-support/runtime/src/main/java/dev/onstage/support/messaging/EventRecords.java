package dev.onstage.support.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes Kafka records of events: CloudEvents 1.0 in binary mode, the key doubling as the subject. */
public final class EventRecords {
    private static final Header SPEC_VERSION =
            header(CloudEventHeader.SPEC_VERSION, CloudEventHeader.SPEC_VERSION_VALUE);
    private static final Header DATA_CONTENT_TYPE = header(CloudEventHeader.DATA_CONTENT_TYPE, CloudEventHeader.JSON);
    /** Headers whose values are names in our code, hence few: immutable, so that all records share them. */
    private static final Map<String, Header> SOURCES = new ConcurrentHashMap<>();

    private static final Map<String, Header> TYPES = new ConcurrentHashMap<>();

    private EventRecords() {}

    /**
     * A record for the topic of the event's type; a pure function of its arguments, bytes and headers included.
     *
     * @param source the name of the writing service, a constant
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
        headers.add(SPEC_VERSION);
        headers.add(header(CloudEventHeader.ID, ceId));
        headers.add(SOURCES.computeIfAbsent(source, name -> header(CloudEventHeader.SOURCE, name)));
        headers.add(TYPES.computeIfAbsent(typeName, name -> header(CloudEventHeader.TYPE, name)));
        headers.add(header(CloudEventHeader.SUBJECT, key));
        headers.add(header(CloudEventHeader.TIME, EventTimes.format(ceTime)));
        headers.add(DATA_CONTENT_TYPE);
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

    private static Header header(CloudEventHeader header, String value) {
        return new RecordHeader(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }
}
