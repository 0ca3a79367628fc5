package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.EventType;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code golden/<name>.json} holds the events that {@code deliveries/<name>.json} means. */
class GoldenNormalisationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeliveryNormaliser normaliser = new DeliveryNormaliser();

    static Stream<String> deliveries() throws URISyntaxException {
        File folder = new File(Objects.requireNonNull(GoldenNormalisationTest.class.getResource("/deliveries"))
                .toURI());
        return Stream.of(Objects.requireNonNull(folder.list()))
                .map(name -> name.replace(".json", ""))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void shouldMeanWhatTheGoldenFileSays(String name) throws IOException {
        byte[] body = SignedDeliveries.example(name);

        NormalisedDelivery normalised = normaliser.normalise(TestVerifier.verified(body));

        assertThat(normalised.known()).isTrue();
        assertThat(normalised.type()).isEqualTo(JSON.readTree(body).get("type").asText());
        JsonNode expected = JSON.readTree(SignedDeliveries.resource("/golden/" + name + ".json"));
        assertThat(describe(normalised).toPrettyString()).isEqualTo(expected.toPrettyString());
    }

    @Test
    void shouldHaveAnExampleOfEveryProviderEvent() throws URISyntaxException {
        List<String> meant = deliveries()
                .map(name -> normaliser.normalise(TestVerifier.verified(SignedDeliveries.example(name))))
                .flatMap(delivery -> delivery.events().stream())
                .map(event -> EventType.of(event.event()).typeName())
                .distinct()
                .toList();

        assertThat(meant)
                .containsExactlyInAnyOrderElementsOf(Stream.of(EventType.values())
                        .map(EventType::typeName)
                        .filter(name -> name.startsWith("dev.onstage.provider."))
                        .toList());
    }

    private static JsonNode describe(NormalisedDelivery normalised) throws IOException {
        ArrayNode events = JSON.createArrayNode();
        for (NormalisedDelivery.IdentifiedEvent identified : normalised.events()) {
            EventType type = EventType.of(identified.event());
            ObjectNode event = events.addObject();
            event.put("type", type.typeName());
            event.put("topic", type.topic().topicName());
            event.put("key", identified.key());
            event.put("time", normalised.providerTime().map(Object::toString).orElse(null));
            event.set("data", JSON.readTree(EventRecords.serialise(identified.event())));
        }
        return events;
    }
}
