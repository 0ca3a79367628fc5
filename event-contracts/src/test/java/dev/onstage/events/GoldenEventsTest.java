package dev.onstage.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden files are the contract: {@code golden/<ce_type>.json} holds one value of each type as it is on the wire. */
class GoldenEventsTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void shouldReadAndWriteTheGoldenFileUnchanged(EventType type) throws IOException {
        JsonNode golden = golden(type);

        OnstageEvent event = JSON.treeToValue(golden, type.eventClass());

        JsonNode written = JSON.readTree(JSON.writeValueAsBytes(event));
        assertThat(written).isEqualTo(golden);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void shouldIgnoreFieldsOfNewerWriters(EventType type) throws IOException {
        ObjectNode newer = golden(type).deepCopy();
        newer.put("addedLater", true);

        OnstageEvent event = JSON.treeToValue(newer, type.eventClass());

        assertThat(event).isEqualTo(JSON.treeToValue(golden(type), type.eventClass()));
    }

    @Test
    void shouldDeclareATypeForEveryEventRecord() {
        List<Class<?>> records = Stream.of(OnstageEvent.class.getPermittedSubclasses())
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .<Class<?>>map(record -> record)
                .toList();

        List<Class<?>> declared = Stream.of(EventType.values())
                .<Class<?>>map(EventType::eventClass)
                .toList();

        assertThat(declared).containsExactlyInAnyOrderElementsOf(records);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void shouldFindATypeByItsNameAndByItsEvent(EventType type) throws IOException {
        assertThat(EventType.byName(type.typeName())).contains(type);
        assertThat(EventType.of(JSON.treeToValue(golden(type), type.eventClass())))
                .isEqualTo(type);
    }

    @Test
    void shouldSayNothingForAnUnknownType() {
        assertThat(EventType.byName("dev.onstage.stream.invented.v9")).isEmpty();
    }

    private static JsonNode golden(EventType type) throws IOException {
        String resource = "/golden/" + type.typeName() + ".json";
        URL url = GoldenEventsTest.class.getResource(resource);
        assertThat(url).as("golden file %s", resource).isNotNull();
        try (InputStream in = url.openStream()) {
            return JSON.readTree(in);
        }
    }
}
