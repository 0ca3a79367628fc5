package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text of a delivery that is no id, display name or kind is replaced: none of it may come out in an event. */
class NothingPersonalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRIVATE = "nobody else's business";

    /** What events are made of. Of whatever has a name, a user's alone is looked at. */
    private static final Set<String> PUBLIC = Set.of(
            "type",
            "cid",
            "call_cid",
            "id",
            "session_id",
            "current_session_id",
            "user_session_id",
            "user_id",
            "ingress_stream_id",
            "message_id",
            "channel_id",
            "channel_type",
            "role",
            "name",
            "client_name",
            "version",
            "error",
            "code");

    private static final List<String> MORE =
            List.of("email", "phone", "ip", "client_ip", "user_agent", "image", "text", "html", "reason", "title");

    static Stream<String> deliveries() throws Exception {
        return GoldenNormalisationTest.deliveries();
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void shouldKeepToItself(String name) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(SignedDeliveries.example(name));
        hide(body, false);

        NormalisedDelivery delivery = new DeliveryNormaliser()
                .normalise(TestVerifier.verified(body.toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(body.toString()).contains(PRIVATE);
        assertThat(delivery.events()).allSatisfy(event -> assertThat(
                        new String(EventRecords.serialise(event.event()), StandardCharsets.UTF_8) + event.key())
                .doesNotContain(PRIVATE));
    }

    /** Of the objects only the counts by role have a host; they are no place for texts. */
    private static void hide(JsonNode node, boolean everything) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                if (value.isTextual() && (everything || !PUBLIC.contains(name)) && !isTime(name)) {
                    object.put(name, PRIVATE);
                } else {
                    hide(value, everything || name.equals("custom"));
                }
            }
            if (!names.contains("host")) {
                MORE.forEach(more -> object.put(more, PRIVATE));
            }
        } else if (node instanceof ArrayNode list) {
            list.forEach(item -> hide(item, everything));
        }
    }

    private static boolean isTime(String name) {
        return name.endsWith("_at") || name.equals("expiration") || name.equals("last_active");
    }
}
