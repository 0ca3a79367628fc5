package dev.onstage.support.messaging;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads events from Kafka records. Needs no I/O and may run on the event loop. */
@ApplicationScoped
public class EventReader {
    private static final Map<EventType, List<RecordComponent>> REQUIRED = Stream.of(EventType.values())
            .collect(Collectors.toUnmodifiableMap(type -> type, type -> required(type.eventClass())));

    private final Counter unknown;

    EventReader(MeterRegistry metrics) {
        this.unknown = metrics.counter("events.unknown");
    }

    /**
     * Reads one record.
     *
     * @return empty for an event type that this version does not know, which newer writers may send: it is counted
     *     ({@code events.unknown}) and to be acknowledged
     * @throws MalformedEventException for a record that can never be read
     */
    public Optional<ReceivedEvent> read(ConsumerRecord<?, byte[]> kafkaRecord) {
        return read(kafkaRecord.headers(), kafkaRecord.value());
    }

    /** As {@link #read(ConsumerRecord)}, for a record in two parts; a null value is a tombstone, which no topic has. */
    public Optional<ReceivedEvent> read(Headers headers, byte @Nullable [] value) {
        String typeName = header(headers, CloudEventHeader.TYPE);
        Optional<EventType> type = EventType.byName(typeName);
        if (type.isEmpty()) {
            unknown.increment();
            return Optional.empty();
        }
        if (value == null) {
            throw new MalformedEventException("The record has no value");
        }
        return Optional.of(new ReceivedEvent(
                header(headers, CloudEventHeader.ID), time(headers), type.get(), event(type.get(), value)));
    }

    /**
     * Reads the value of an event whose type is known.
     *
     * @throws MalformedEventException when the value is not of this type
     */
    public static OnstageEvent event(EventType type, byte[] value) {
        OnstageEvent event;
        try {
            event = EventJson.MAPPER.readValue(value, type.eventClass());
        } catch (IOException e) {
            throw new MalformedEventException("The value is no " + type.typeName() + place(e), e);
        }
        if (event == null) {
            throw new MalformedEventException("The value is null");
        }
        for (RecordComponent component : REQUIRED.getOrDefault(type, List.of())) {
            if (isMissing(component, event)) {
                throw new MalformedEventException("The value lacks " + component.getName());
            }
        }
        return event;
    }

    /** Where the value is wrong. What is there stays out: the text may come to a log. */
    private static String place(IOException failure) {
        if (!(failure instanceof JsonMappingException mapping)) {
            return ": it is not JSON";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(".", ": wrong at '", "'"));
    }

    private static boolean isMissing(RecordComponent component, OnstageEvent event) {
        try {
            return component.getAccessor().invoke(event) == null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Records are readable", e);
        }
    }

    private static List<RecordComponent> required(Class<?> eventClass) {
        return Stream.of(eventClass.getRecordComponents())
                .filter(component -> !component.getType().isPrimitive())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .toList();
    }

    private static Instant time(Headers headers) {
        String text = header(headers, CloudEventHeader.TIME);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedEventException("The header ce_time is no instant: " + text, e);
        }
    }

    private static String header(Headers headers, CloudEventHeader name) {
        Header header = headers.lastHeader(name.key());
        if (header == null || header.value() == null) {
            throw new MalformedEventException("The header " + name.key() + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
