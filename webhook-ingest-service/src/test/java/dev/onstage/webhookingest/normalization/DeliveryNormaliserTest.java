package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
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
