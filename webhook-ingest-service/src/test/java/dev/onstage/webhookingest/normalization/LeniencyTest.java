package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.NormalisedDelivery.IdentifiedEvent;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts a value of every other kind in the place of every field of every example, one at a time. A delivery is refused only
 * for a field that its events need; in every other case as many events come out of it as before, and what the field does not
 * say stays the same.
 */
class LeniencyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the names of examples that mean no event; whatever takes the shadow away may make them mean one. */
    private static final String SHADOW = "shadow";

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1.5",
            "1e400",
            "99999999999999999999999999",
            "\"\"",
            "\"text\"",
            "\"with\\u0000nul\"",
            "\"half\\ud83d\"",
            "\"" + "long".repeat(1000) + "\"",
            "[]",
            "{}",
            "[null,[{}],1]",
            "{\"id\":{\"id\":[1]},\"user\":7,\"participants\":[null],\"cid\":false}");

    private static final Set<String> NEEDED_OF_A_CALL =
            Set.of("/type", "/created_at", "/call", "/call/backstage", "/call/updated_at");
    /** What is over is over, in backstage or not. */
    private static final Set<String> NEEDED_OF_AN_END = Set.of("/type", "/created_at", "/call", "/call/updated_at");

    private static final Set<String> NEEDED_OF_A_LEAVE = Set.of(
            "/type",
            "/created_at",
            "/call_cid",
            "/participant",
            "/participant/user",
            "/participant/user/id",
            "/participant/user_session_id");
    private static final Set<String> NEEDED_OF_A_JOIN = Stream.concat(
                    NEEDED_OF_A_LEAVE.stream(), Stream.of("/participant/joined_at"))
            .collect(Collectors.toSet());
    private static final Set<String> NEEDED_OF_INGRESS =
            Set.of("/type", "/created_at", "/call_cid", "/user_id", "/ingress_stream_id");
    private static final Set<String> NEEDED_OF_A_MESSAGE = Set.of("/type", "/created_at", "/message", "/cid");
    private static final Set<String> NEEDED_OF_A_BAN =
            Set.of("/type", "/created_at", "/user", "/user/id", "/cid", "/expiration", "/shadow");

    /** What may refuse, by the beginning of the type; a field that has a substitute does not. */
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "call.ended",
            NEEDED_OF_AN_END,
            "call.deleted",
            NEEDED_OF_AN_END,
            "call.session_participant_count",
            Set.of("/type", "/created_at", "/call_cid", "/participants_count_by_role"),
            "call.session_participant_joined",
            NEEDED_OF_A_JOIN,
            "call.session_participant_left",
            NEEDED_OF_A_LEAVE,
            "ingress.",
            NEEDED_OF_INGRESS,
            "message.",
            NEEDED_OF_A_MESSAGE,
            "user.",
            NEEDED_OF_A_BAN);

    /** Each of these has no substitute in one of the examples at least. */
    private static final Set<String> SOMETIMES_NEEDED =
            Set.of("/call_cid", "/channel_id", "/channel_type", "/message/id", "/message/user", "/message/user/id");

    private static final Pattern OF_A_LISTED_PARTICIPANT = Pattern.compile("/call/session(/participants(/.*)?)?");
    private static final Pattern COUNTS =
            Pattern.compile("/participants_count_by_role(/.*)?|/anonymous_participant_count");
    private static final Pattern EMPTIES_A_MESSAGE_EVENT = Pattern.compile("/message/shadowed|/deleted_for_me|/shadow");

    private final DeliveryNormaliser normaliser = new DeliveryNormaliser();

    static Stream<String> deliveries() throws Exception {
        return GoldenNormalisationTest.deliveries();
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void shouldRefuseOnlyForWhatItNeeds(String name) throws IOException {
        JsonNode original = JSON.readTree(SignedDeliveries.example(name));
        int events = normalise(original.toString()).events().size();
        List<String> paths = new ArrayList<>();
        collect(original, "", paths);

        for (String path : paths) {
            for (String value : VALUES) {
                check(name, path, value, changed(original, path, value), events);
            }
            check(name, path, "absent", changed(original, path, null), events);
        }
    }

    private void check(String name, String path, String value, String body, int before) throws IOException {
        String what = name + " with " + value + " at " + path;
        NormalisedDelivery delivery;
        try {
            delivery = normalise(body);
        } catch (MalformedDeliveryException refused) {
            assertThat(isNeeded(name, path))
                    .as(what + ": " + refused.getMessage())
                    .isTrue();
            return;
        }
        if (!path.equals("/type")) {
            assertThat(delivery.known()).as(what).isTrue();
            if (COUNTS.matcher(path).matches()) {
                assertThat(delivery.events()).as(what).hasSize(delivery.leftOut() == 0 ? before : 0);
            } else if (!name.contains(SHADOW)
                    && !OF_A_LISTED_PARTICIPANT.matcher(path).matches()
                    && !EMPTIES_A_MESSAGE_EVENT.matcher(path).matches()) {
                assertThat(delivery.events()).as(what).hasSize(before);
            }
        }
        for (IdentifiedEvent event : delivery.events()) {
            assertThat(new String(EventRecords.serialise(event.event()), StandardCharsets.UTF_8) + event.key())
                    .as(what)
                    .doesNotContain("\0", "\\u0000", "half?", "long".repeat(1000))
                    .hasSizeLessThan(10_000);
        }
    }

    private static boolean isNeeded(String name, String path) {
        Set<String> needed = NEEDED.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NEEDED_OF_A_CALL);
        return needed.contains(path) || SOMETIMES_NEEDED.contains(path);
    }

    /** Taking a needed field away refuses: else the table above could name too many. */
    @ParameterizedTest
    @MethodSource("deliveries")
    void shouldNeedWhatItSaysItNeeds(String name) throws IOException {
        JsonNode original = JSON.readTree(SignedDeliveries.example(name));
        Set<String> optional = Set.of("/cid", "/expiration", "/shadow", "/call_cid");
        List<String> paths = new ArrayList<>();
        collect(original, "", paths);

        for (String path : paths) {
            if (!name.contains(SHADOW)
                    && isNeeded(name, path)
                    && !SOMETIMES_NEEDED.contains(path)
                    && !optional.contains(path)) {
                assertThatThrownBy(() -> normalise(changed(original, path, null)))
                        .as(name + " without " + path)
                        .isInstanceOf(MalformedDeliveryException.class);
            }
        }
    }

    private NormalisedDelivery normalise(String body) {
        return normaliser.normalise(TestVerifier.verified(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Every field and every element, the containers before what they hold. */
    private static void collect(JsonNode node, String path, List<String> paths) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                paths.add(path + "/" + name);
                collect(object.get(name), path + "/" + name, paths);
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                paths.add(path + "/" + i);
                collect(list.get(i), path + "/" + i, paths);
            }
        }
    }

    /** The value is put into the text, since no tree can hold all of them; null takes the field away. */
    private static String changed(JsonNode original, String path, @Nullable String value) {
        JsonNode copy = original.deepCopy();
        int slash = path.lastIndexOf('/');
        JsonNode parent = copy.at(path.substring(0, slash));
        String last = path.substring(slash + 1);
        String marker = "put here";
        if (parent instanceof ObjectNode object && value == null) {
            object.remove(last);
        } else if (parent instanceof ObjectNode object) {
            object.put(last, marker);
        } else if (parent instanceof ArrayNode list && value == null) {
            list.remove(Integer.parseInt(last));
        } else if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), marker);
        }
        return value == null ? copy.toString() : copy.toString().replace("\"" + marker + "\"", value);
    }
}
