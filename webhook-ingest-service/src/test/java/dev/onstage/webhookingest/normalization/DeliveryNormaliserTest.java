package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryNormaliserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeliveryNormaliser normaliser = new DeliveryNormaliser();

    @Test
    void shouldAcceptAnUnknownTypeWhateverElseItHolds() {
        NormalisedDelivery delivery = normalise("{\"type\":\"call.teleported\",\"to\":{\"deep\":[1,[2]]}}");

        assertThat(delivery.known()).isFalse();
        assertThat(delivery.type()).isEqualTo("call.teleported");
        assertThat(delivery.events()).isEmpty();
        assertThat(delivery.providerTime()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"type\"",
                "{\"type\":}",
                "{} {}",
                "{\"type\":\"call.updated\"} x",
                "{\"type\":{}}",
                "{}"
            })
    void shouldCallAnythingElseMalformed(String body) {
        assertThatThrownBy(() -> normalise(body)).isInstanceOf(MalformedDeliveryException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "call.updated, created_at",
        "call.updated, call",
        "call.session_participant_joined, participant",
        "call.session_participant_count_updated, call_cid",
        "ingress.started, user_id",
        "ingress.started, ingress_stream_id",
        "message.new, message",
        "message.deleted, message",
        "user.banned, user"
    })
    void shouldNameTheRequiredFieldThatIsMissing(String type, String field) {
        assertThatThrownBy(() -> normaliseChanged(type, body -> body.remove(field)))
                .isInstanceOf(MalformedDeliveryException.class)
                .hasMessageContaining(field);
        assertThatThrownBy(() -> normaliseChanged(type, body -> body.putNull(field)))
                .isInstanceOf(MalformedDeliveryException.class)
                .hasMessageContaining(field);
    }

    @Test
    void shouldRequireTheFenceAndTheBackstageFlagOfACall() {
        assertThatThrownBy(() ->
                        normaliseChanged("call.updated", body -> call(body).remove("updated_at")))
                .hasMessageContaining("call.updated_at");
        assertThatThrownBy(() ->
                        normaliseChanged("call.updated", body -> call(body).remove("backstage")))
                .hasMessageContaining("call.backstage");
        assertThatThrownBy(() ->
                        normaliseChanged("call.updated", body -> call(body).put("backstage", "yes")))
                .hasMessageContaining("backstage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01T00:00:00Z", "2026-11-20"})
    void shouldNotQuoteAValueItCannotRead(String time) {
        assertThatThrownBy(() -> normaliseChanged("call.updated", body -> body.put("created_at", time)))
                .isInstanceOf(MalformedDeliveryException.class)
                .hasMessageContaining("created_at")
                .message()
                .doesNotContain(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T18:00:00Z, 2026-11-20T18:00:00Z",
        "2026-11-20T18:00:00.123456789Z, 2026-11-20T18:00:00.123456789Z",
        "2026-11-20T19:00:00.5+01:00, 2026-11-20T18:00:00.500Z"
    })
    void shouldReadTimesAsText(String text, Instant expected) throws IOException {
        assertThat(normaliseChanged("call.updated", body -> body.put("created_at", text))
                        .providerTime())
                .contains(expected);
    }

    @Test
    void shouldReadTimesAsIntegerNanoseconds() throws IOException {
        assertThat(normaliseChanged("call.updated", body -> body.put("created_at", 1_795_284_300_351_200_981L))
                        .providerTime())
                .contains(Instant.ofEpochSecond(1_795_284_300L, 351_200_981L));
    }

    @ParameterizedTest
    @CsvSource({
        "'Mi\\ud83d\\ude00a', 'Mi\ud83d\ude00a'",
        "'Mi\\ud83d', 'Mi\ufffd'",
        "'\\ude00Mi', '\ufffdMi'",
        "'\\ude00\\ud83d', '\ufffd\ufffd'"
    })
    void shouldReplaceHalfACharacter(String escaped, String expected) throws IOException {
        String body = new String(SignedDeliveries.example("call.session_participant_joined"), StandardCharsets.UTF_8)
                .replaceFirst("\"name\": *\"[^\"]*\"", "\"name\":\"" + escaped.replace("\\", "\\\\") + "\"");

        NormalisedDelivery delivery = normalise(body);

        assertThat(delivery.events())
                .extracting(one -> ((ParticipantJoined) one.event()).displayName())
                .containsExactly(expected);
        assertThatCode(() -> EventRecords.serialise(delivery.events().get(0).event()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"call.moderation_warning\",\"message\":\"please stop\"}",
                "{\"type\":\"call.future\",\"call\":7,\"user\":\"u\",\"participant\":[],\"created_at\":{}}",
                "{\"type\":\"x\",\"call\":{\"session\":{\"participants\":\"many\"}},\"participants_count_by_role\":[1]}",
                "{\"type\":\"x\",\"shadow\":\"maybe\",\"deleted_for_me\":1,\"expiration\":\"never\",\"cid\":[[]]}",
                "{\"call_cid\":{\"a\":1},\"session_id\":[],\"anonymous_participant_count\":\"7\",\"type\":\"x\"}",
                "{\"type\":\"x\",\"created_at\":1e999999999,\"anonymous_participant_count\":1e-999999999}",
                "{\"type\":7,\"created_at\":\"+999999999-12-31T23:59:59Z\"}"
            })
    void shouldAcceptAnUnknownTypeWhateverTheShapeOfItsFields(String body) {
        NormalisedDelivery delivery = normalise(body);

        assertThat(delivery.known()).isFalse();
        assertThat(delivery.events()).isEmpty();
        assertThat(delivery.providerTime()).isEmpty();
    }

    @Test
    void shouldAcceptAnUnknownTypeHoweverLargeItsParts() {
        int many = 100_000;
        for (String part : List.of(
                "[".repeat(many) + "]".repeat(many),
                "{\"a\":".repeat(many) + "1" + "}".repeat(many),
                "1".repeat(many),
                "0." + "1".repeat(many),
                "\"" + "x".repeat(many) + "\"",
                "{\"" + "n".repeat(many) + "\":1}")) {
            for (String field : List.of("other", "call", "message", "created_at", "anonymous_participant_count")) {
                NormalisedDelivery delivery = normalise("{\"" + field + "\":" + part + ",\"type\":\"call.future\"}");

                assertThat(delivery.known()).isFalse();
            }
        }
    }

    @Test
    void shouldLeaveOutOnlyTheParticipantsThatCannotBeUsed() throws IOException {
        String good = "{\"user\":{\"id\":\"a\",\"name\":\"A\"},\"user_session_id\":\"s\",\"role\":\"user\","
                + "\"joined_at\":\"2026-11-20T18:00:00Z\"}";
        List<String> bad = List.of(
                "null",
                "7",
                "\"text\"",
                "[]",
                "{}",
                good.replace("\"user\":{", "\"user\":[{").replace("},\"user_session_id", "}],\"user_session_id"),
                good.replace("\"user\":", "\"somebody\":"),
                good.replace("\"id\":\"a\"", "\"id\":{}"),
                good.replace("\"id\":\"a\"", "\"id\":\"a\\u0000\""),
                good.replace("\"id\":\"a\"", "\"id\":\"" + "x".repeat(256) + "\""),
                good.replace("user_session_id", "other_id"),
                good.replace("joined_at", "seen_at"),
                good.replace("2026-11-20T18", "yesterday"));
        List<String> still = List.of(
                good,
                good.replace("\"A\"", "{\"first\":\"A\"}"),
                good.replace("\"role\":\"user\"", "\"role\":[\"user\"]"),
                good.replace("\"A\"", "\"A\\u0000\""));

        NormalisedDelivery delivery = normaliseChanged("call.session_started", body -> {
            ArrayNode participants = ((ObjectNode) call(body).get("session")).putArray("participants");
            Stream.concat(bad.stream(), still.stream())
                    .map(DeliveryNormaliserTest::tree)
                    .forEach(participants::add);
        });

        assertThat(delivery.leftOut()).isEqualTo(bad.size());
        assertThat(delivery.events().subList(1, delivery.events().size()))
                .extracting(one -> ((ParticipantJoined) one.event()).displayName())
                .containsExactly("A", null, "A", "A\ufffd");
        assertThat(normaliseChanged(
                                "call.session_started",
                                body -> ((ObjectNode) call(body).get("session")).put("participants", "many"))
                        .events())
                .hasSize(1);
    }

    /** A count that cannot be used makes the others too small a sum, which would end stays. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"user\":2147483647}; 0",
                "{\"user\":10000001}; 0",
                "{\"user\":3,\"viewer\":null}; 0",
                "{\"user\":3}; 2147483647",
                "{\"user\":3}; -1",
                "{\"user\":3}; 1.5",
                "{\"user\":3}; \"many\"",
                "{\"user\":3}; [1]"
            })
    void shouldNotBelieveACountThatNoCallCanReach(String byRole, String anonymous) throws IOException {
        NormalisedDelivery delivery = normaliseChanged("call.session_participant_count_updated", body -> {
            body.set("participants_count_by_role", tree(byRole));
            body.set("anonymous_participant_count", tree(anonymous));
        });

        assertThat(delivery.known()).isTrue();
        assertThat(delivery.events()).isEmpty();
        assertThat(delivery.leftOut()).isEqualTo(1);
    }

    @Test
    void shouldBelieveALargeCall() throws IOException {
        assertThat(normaliseChanged(
                                "call.session_participant_count_updated",
                                body -> body.set("participants_count_by_role", tree("{\"user\":10000000}")))
                        .events())
                .hasSize(1);
    }

    /** A channel, an end or a shadow that cannot be read must not become everywhere, for ever and open. */
    @ParameterizedTest
    @CsvSource({"cid, -", "channel_type, -", "channel_id, -", "expiration, soon", "shadow, maybe"})
    void shouldRefuseABanThatItCouldOnlyWiden(String field, String value) {
        assertThatThrownBy(() -> normaliseChanged("user.banned-everywhere", body -> {
                    if (value.equals("-")) {
                        body.putObject(field);
                    } else {
                        body.put(field, value);
                    }
                }))
                .isInstanceOf(MalformedDeliveryException.class)
                .hasMessageContaining(field);
    }

    /** Leaving and joining again under one user session id gives two stays, each with its own identity. */
    @Test
    void shouldTellTheStaysOfOneUserSessionApart() throws IOException {
        List<NormalisedDelivery> deliveries = new ArrayList<>();
        for (String joinedAt : List.of("2026-11-20T18:06:12.4471902Z", "2026-11-20T18:16:12.4471902Z")) {
            for (String type : List.of("call.session_participant_joined", "call.session_participant_left")) {
                deliveries.add(normaliseChanged(
                        type, body -> ((ObjectNode) body.get("participant")).put("joined_at", joinedAt)));
            }
        }

        assertThat(deliveries)
                .extracting(delivery -> delivery.events().get(0).ceId())
                .doesNotHaveDuplicates();
        assertThat(deliveries)
                .extracting(delivery -> delivery.events().get(0).key())
                .containsOnly(deliveries.get(0).events().get(0).key());
        assertThat(deliveries)
                .extracting(delivery -> delivery.events().get(0).event())
                .extracting(event -> event instanceof ParticipantLeft left
                        ? left.joinedAt()
                        : ((ParticipantJoined) event).joinedAt())
                .extracting(Instant::toString)
                .containsExactly(
                        "2026-11-20T18:06:12.447190200Z",
                        "2026-11-20T18:06:12.447190200Z",
                        "2026-11-20T18:16:12.447190200Z",
                        "2026-11-20T18:16:12.447190200Z");
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldNeverLetAParticipantLeaveBeforeJoining() throws IOException {
        NormalisedDelivery delivery = normaliseChanged(
                "call.session_participant_left", body -> body.put("created_at", "2026-11-20T18:00:00Z"));

        ParticipantLeft left = (ParticipantLeft) delivery.events().get(0).event();
        assertThat(left.leftAt()).isEqualTo(left.joinedAt());
    }

    @Test
    void shouldIdentifyAnEventByTheSignedBytesAndItsPlace() {
        byte[] body = SignedDeliveries.example("call.session_started");

        NormalisedDelivery plain = normaliser.normalise(TestVerifier.verified(body));
        NormalisedDelivery compressed = normaliser.normalise(TestVerifier.verifiedCompressed(body));

        assertThat(plain.events())
                .extracting(event -> event.ceId().replaceAll("^[0-9a-f]{64}", "digest"))
                .containsExactly("digest-0", "digest-1", "digest-2");
        assertThat(compressed.events()).isEqualTo(plain.events());
    }

    private NormalisedDelivery normalise(String body) {
        return normaliser.normalise(TestVerifier.verified(body.getBytes(StandardCharsets.UTF_8)));
    }

    private NormalisedDelivery normaliseChanged(String example, Consumer<ObjectNode> change) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(SignedDeliveries.example(example));
        change.accept(body);
        return normalise(body.toString());
    }

    private static ObjectNode call(ObjectNode body) {
        return (ObjectNode) body.get("call");
    }
}
