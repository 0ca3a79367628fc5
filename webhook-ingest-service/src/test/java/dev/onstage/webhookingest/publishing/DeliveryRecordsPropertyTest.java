package dev.onstage.webhookingest.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.producer.ProducerRecord;

class DeliveryRecordsPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EXAMPLES = List.of(
            "call.live_started",
            "call.session_started",
            "call.session_ended",
            "call.updated",
            "call.session_participant_joined",
            "call.session_participant_left",
            "call.session_participant_count_updated",
            "ingress.started",
            "ingress.error",
            "message.new",
            "message.deleted",
            "user.banned");

    private final DeliveryNormaliser normaliser = new DeliveryNormaliser();

    @Property(tries = 300)
    void duplicatesAreEqualToTheByteHoweverTheyArrive(@ForAll("bodies") String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        List<String> first = records(bytes, false);

        assertThat(first).isNotEmpty();
        assertThat(records(bytes, false)).isEqualTo(first);
        assertThat(records(bytes, true)).isEqualTo(first);
    }

    @Property(tries = 200)
    void differentBodiesNeverShareAnIdentity(@ForAll("bodies") String one, @ForAll("bodies") String other) {
        if (!one.equals(other)) {
            assertThat(ids(one)).doesNotContainAnyElementsOf(ids(other));
        }
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(1_700_000_000L, 1_900_000_000L)
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano)));
        Arbitrary<String> texts = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        return Combinators.combine(Arbitraries.of(EXAMPLES), times, texts, Arbitraries.of(true, false))
                .as(DeliveryRecordsPropertyTest::vary);
    }

    private static String vary(String example, Instant time, String text, boolean asNumber) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(SignedDeliveries.example(example));
            if (asNumber) {
                body.put("created_at", time.getEpochSecond() * 1_000_000_000L + time.getNano());
            } else {
                body.put("created_at", time.toString());
            }
            body.put("added_by_a_newer_provider", text);
            if (body.has("user_id")) {
                body.put("user_id", text);
            }
            if (body.get("participant") instanceof ObjectNode participant) {
                participant.put("user_session_id", text);
            }
            return body.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> ids(String body) {
        return normaliser.normalise(TestVerifier.verified(body.getBytes(StandardCharsets.UTF_8))).events().stream()
                .map(event -> event.ceId())
                .toList();
    }

    /** Everything of a record that Kafka stores, in a form that compares. */
    private List<String> records(byte[] body, boolean compressed) {
        var delivery = compressed ? TestVerifier.verifiedCompressed(body) : TestVerifier.verified(body);
        List<String> described = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : DeliveryRecords.events(normaliser.normalise(delivery))) {
            described.add(record.topic() + "|" + record.key() + "|" + text(record.value()) + "|"
                    + Stream.of(record.headers().toArray())
                            .map(header -> Map.entry(header.key(), text(header.value())))
                            .toList());
        }
        return described;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
