package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.publishing.TestPublisher;
import dev.onstage.webhookingest.receiving.DeliveryAssessor.Assessed;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.TestVerifier;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Whatever is sent, in whatever order and however often: what comes out is what an oracle says, and nothing else. */
class DeliveryStreamPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-20T19:00:00Z");
    private static final String PAIR = SignedDeliveries.API_KEY + "=" + SignedDeliveries.SECRET;

    /** How many events each example means. */
    private static final Map<String, Integer> EVENTS = Map.of(
            "call.live_started", 1,
            "call.session_started", 3,
            "call.session_participant_joined", 1,
            "call.session_participant_left", 1,
            "ingress.stopped", 1,
            "message.new", 1,
            "message.deleted", 1,
            "user.banned", 1,
            "user.banned-shadow", 0);

    /** What is done to a delivery on its way here. */
    private enum Fate {
        INTACT(true, "accepted"),
        PACKED(true, "accepted"),
        OLD(true, "quarantined"),
        UNKNOWN_TYPE(true, "ignored"),
        MALFORMED(true, "refused"),
        WRONG_SECRET(false, ""),
        OTHER_API_KEY(false, ""),
        UNSIGNED(false, ""),
        CHANGED(false, ""),
        PACKED_AND_CUT(false, "");

        private final boolean signed;
        private final String outcome;

        Fate(boolean signed, String outcome) {
            this.signed = signed;
            this.outcome = outcome;
        }

        boolean isAccepted() {
            return outcome.equals("accepted");
        }
    }

    private record Sent(String example, int variant, Fate fate, int webhook) {}

    @Property(tries = 150)
    void exactlyTheValidOnesComeOutAndDuplicatesAreEqual(@ForAll("streams") List<Sent> stream) {
        try (TestPublisher kafka = new TestPublisher(true)) {
            DeliveryAssessor assessor = new DeliveryAssessor(
                    TestVerifier.verifier(1 << 20, 4 << 20, PAIR),
                    new DeliveryNormaliser(),
                    new AgeWindow(Duration.ofMinutes(10), Duration.ofMinutes(2)),
                    new DeliveryMetrics(new SimpleMeterRegistry(), kafka.publisher()));

            stream.forEach(sent -> receive(assessor, kafka, sent));

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(outcomes(kafka.sent())).isEqualTo(expectedOutcomes(stream)));
            assertThat(ceIds(kafka.sent())).isEqualTo(expectedCeIds(stream));
            assertDuplicatesAreEqual(kafka.sent());
        }
    }

    private static void receive(DeliveryAssessor assessor, TestPublisher kafka, Sent sent) {
        try {
            Assessed assessed = assessor.assess(delivery(sent));
            assertThat(sent.fate().signed).as("%s was taken", sent).isTrue();
            kafka.publish(assessed.normalised(), assessed.outcome()).join();
        } catch (RefusedDeliveryException refused) {
            assertThat(sent.fate().signed).as("%s was refused", sent).isFalse();
        }
    }

    @Provide
    Arbitrary<List<Sent>> streams() {
        return Combinators.combine(
                        Arbitraries.of(EVENTS.keySet().stream().sorted().toList()),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(Fate.INTACT)), Tuple.of(1, Arbitraries.of(Fate.class))),
                        Arbitraries.integers().between(0, 5))
                .as(Sent::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static UnverifiedDelivery delivery(Sent sent) {
        byte[] body = body(sent);
        String signature =
                SignedDeliveries.sign(body, sent.fate() == Fate.WRONG_SECRET ? "guessed" : SignedDeliveries.SECRET);
        byte[] received = body;
        if (sent.fate() == Fate.PACKED || sent.fate() == Fate.PACKED_AND_CUT) {
            received = SignedDeliveries.gzip(body);
        }
        if (sent.fate() == Fate.PACKED_AND_CUT) {
            received = Arrays.copyOf(received, received.length / 2);
        } else if (sent.fate() == Fate.CHANGED) {
            received = body.clone();
            received[received.length / 2] ^= 1;
        }
        return new UnverifiedDelivery(
                received,
                sent.fate() == Fate.OTHER_API_KEY ? "other" : SignedDeliveries.API_KEY,
                sent.fate() == Fate.UNSIGNED ? null : signature,
                "webhook-" + sent.webhook(),
                "1",
                null,
                NOW);
    }

    private static byte[] body(Sent sent) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(SignedDeliveries.example(sent.example()));
            Instant time = sent.fate() == Fate.OLD ? NOW.minus(Duration.ofHours(1)) : NOW.minusSeconds(sent.variant());
            body.put("created_at", time.toString());
            if (sent.fate() == Fate.UNKNOWN_TYPE) {
                body.put("type", "call.teleported");
            }
            String text = body.toString();
            return (sent.fate() == Fate.MALFORMED ? text.substring(0, text.length() - 1) : text)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Long> expectedOutcomes(List<Sent> stream) {
        return counted(stream.stream().filter(sent -> sent.fate().signed).map(sent -> sent.fate().outcome));
    }

    private static Map<String, Long> outcomes(List<ProducerRecord<String, byte[]>> records) {
        return counted(records.stream().map(one -> header(one, "outcome")).flatMap(Stream::ofNullable));
    }

    private static Map<String, Long> expectedCeIds(List<Sent> stream) {
        return counted(stream.stream().filter(sent -> sent.fate().isAccepted()).flatMap(sent -> {
            String digest = sha256(body(sent));
            return IntStream.range(0, EVENTS.getOrDefault(sent.example(), 0)).mapToObj(index -> digest + "-" + index);
        }));
    }

    private static Map<String, Long> ceIds(List<ProducerRecord<String, byte[]>> records) {
        return counted(events(records).map(one -> String.valueOf(header(one, "ce_id"))));
    }

    private static void assertDuplicatesAreEqual(List<ProducerRecord<String, byte[]>> records) {
        Map<String, List<String>> copies = events(records)
                .collect(Collectors.groupingBy(
                        one -> String.valueOf(header(one, "ce_id")),
                        Collectors.mapping(DeliveryStreamPropertyTest::describe, Collectors.toList())));
        copies.forEach((ceId, equal) -> assertThat(equal).as(ceId).containsOnly(equal.get(0)));
    }

    private static Stream<ProducerRecord<String, byte[]>> events(List<ProducerRecord<String, byte[]>> records) {
        return records.stream().filter(one -> header(one, "outcome") == null);
    }

    private static String describe(ProducerRecord<String, byte[]> one) {
        List<String> headers = new ArrayList<>();
        one.headers().forEach(header -> headers.add(header.key() + "=" + text(header.value())));
        return one.topic() + "|" + one.key() + "|" + text(one.value()) + "|" + headers;
    }

    private static Map<String, Long> counted(Stream<String> texts) {
        return texts.collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
    }

    private static @Nullable String header(ProducerRecord<String, byte[]> one, String key) {
        var header = one.headers().lastHeader(key);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
