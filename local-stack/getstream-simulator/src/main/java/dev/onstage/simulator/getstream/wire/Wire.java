package dev.onstage.simulator.getstream.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;

/**
 * GetStream's JSON: snake case names, absent values as explicit {@code null}, and a timestamp form that depends on the
 * place.
 */
public enum Wire {
    /** Answers of {@code /api/v2}: timestamps are integer Unix nanoseconds. */
    NANOSECONDS,
    /** Webhook bodies and answers of the v1 paths: timestamps are RFC 3339 strings in UTC. */
    RFC_3339;

    private static final ObjectMapper SNAPSHOT = mapper(RFC_3339)
            .setPropertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .setVisibility(PropertyAccessor.CREATOR, Visibility.ANY);

    private final ObjectMapper mapper = mapper(this);

    /** The mapper that writes this form. It reads both. */
    public ObjectMapper mapper() {
        return mapper;
    }

    /** {@code value} as bytes in this form. */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mapper for the simulator's own file: every field, names as in the code. */
    public static ObjectMapper snapshot() {
        return SNAPSHOT;
    }

    private static ObjectMapper mapper(Wire form) {
        SimpleModule time = new SimpleModule("timestamps")
                .addSerializer(Instant.class, new InstantWriter(form))
                .addDeserializer(Instant.class, new InstantReader());
        return JsonMapper.builder()
                .addModule(time)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** The instant in integer Unix nanoseconds. */
    public static long nanoseconds(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        private final Wire form;

        InstantWriter(Wire form) {
            this.form = form;
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider serializers) throws IOException {
            if (form == NANOSECONDS) {
                out.writeNumber(nanoseconds(value));
            } else {
                out.writeString(value.toString());
            }
        }
    }

    /** Reads RFC 3339, which requests carry, and nanoseconds: what came in an answer may be sent back as it is. */
    private static final class InstantReader extends JsonDeserializer<Instant> {

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Instant.ofEpochSecond(0, in.getLongValue());
            }
            try {
                return OffsetDateTime.parse(in.getText()).toInstant();
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, in.getText(), "not an RFC 3339 time");
            }
        }
    }
}
