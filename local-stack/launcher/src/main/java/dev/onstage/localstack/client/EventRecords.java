package dev.onstage.localstack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events as the services write them. */
public final class EventRecords {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    /** As long as the ids of provider events are. */
    private static final String ID_FORMAT = "%064x";

    private EventRecords() {}

    /** An event for its topic. */
    public static ProducerRecord<String, byte[]> of(OnstageEvent event, String key, long id, Instant at) {
        EventType type = EventType.of(event);
        return of(type.topic().topicName(), key, ID_FORMAT.formatted(id), type.typeName(), at, json(event));
    }

    /** A record of any topic, with the headers of an event. */
    public static ProducerRecord<String, byte[]> of(
            String topic, String key, String id, String type, Instant at, byte[] value) {
        var made = new ProducerRecord<String, byte[]>(topic, key, value);
        add(made, CloudEventHeader.SPEC_VERSION, CloudEventHeader.SPEC_VERSION_VALUE);
        add(made, CloudEventHeader.ID, id);
        add(made, CloudEventHeader.SOURCE, "webhook-ingest");
        add(made, CloudEventHeader.TYPE, type);
        add(made, CloudEventHeader.SUBJECT, key);
        add(made, CloudEventHeader.TIME, at.toString());
        add(made, CloudEventHeader.DATA_CONTENT_TYPE, CloudEventHeader.JSON);
        return made;
    }

    private static void add(ProducerRecord<String, byte[]> made, CloudEventHeader header, String value) {
        made.headers().add(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }

    /** What the services write as its value. */
    public static byte[] json(OnstageEvent event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
