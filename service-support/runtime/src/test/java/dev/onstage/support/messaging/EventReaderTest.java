package dev.onstage.support.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.UserBanned;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final Instant TIME = Instant.parse("2026-11-20T18:00:00.123456789Z");
    private static final UserBanned EVENT = new UserBanned("viewer-1", null, null, TIME);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventReader reader = new EventReader(metrics);

    @Test
    void shouldReadWhatWasWritten() {
        ProducerRecord<String, byte[]> written = EventRecords.of("id-1", TIME, "a-service", "viewer-1", EVENT);

        assertThat(reader.read(written.headers(), written.value()))
                .contains(new ReceivedEvent("id-1", TIME, EventType.USER_BANNED, EVENT));
        assertThat(written.topic()).isEqualTo("provider.moderation.v1");
        assertThat(written.key()).isEqualTo("viewer-1");
        assertThat(written.headers()).extracting(header -> header.key()).contains("ce_specversion", "ce_subject");
    }

    @Test
    void shouldSkipAndCountATypeItDoesNotKnow() {
        Headers headers = headers();
        replace(headers, CloudEventHeader.TYPE, "dev.onstage.provider.invented.v9");

        assertThat(reader.read(headers, bytes("whatever"))).isEmpty();
        assertThat(metrics.counter("events.unknown").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"userId\":",
                "{\"userId\":\"a\"}",
                "{\"userId\":null,\"bannedAt\":\"2026-11-20T18:00:00Z\"}",
                "{\"userId\":\"a\",\"bannedAt\":\"late\"}"
            })
    void shouldCallAValueThatIsNotItsTypeMalformed(String value) {
        assertThatThrownBy(() -> reader.read(headers(), bytes(value))).isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = CloudEventHeader.class,
            names = {"ID", "TYPE", "TIME"})
    void shouldCallARecordWithoutItsEnvelopeMalformed(CloudEventHeader missing) {
        Headers headers = headers();
        headers.remove(missing.key());

        assertThatThrownBy(() -> reader.read(headers, EventRecords.serialise(EVENT)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(missing.key());
    }

    @Test
    void shouldIgnoreFieldsOfNewerWriters() {
        byte[] newer = bytes("{\"userId\":\"viewer-1\",\"bannedAt\":\"" + TIME + "\",\"by\":{\"id\":1}}");

        assertThat(reader.read(headers(), newer)).map(ReceivedEvent::event).contains(EVENT);
    }

    @Test
    void shouldWriteMapsInTheOrderOfTheirKeys() {
        var counts = new ParticipantCountObserved(
                "livestream:a",
                null,
                Map.of("user", 1, "host", 2, "admin", 3),
                0,
                null,
                TIME,
                ObservationSource.WEBHOOK);

        assertThat(new String(EventRecords.serialise(counts), StandardCharsets.UTF_8))
                .contains("{\"admin\":3,\"host\":2,\"user\":1}");
    }

    private static Headers headers() {
        return EventRecords.of("id-1", TIME, "a-service", "viewer-1", EVENT).headers();
    }

    private static void replace(Headers headers, CloudEventHeader name, String value) {
        headers.remove(name.key());
        headers.add(name.key(), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
