package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalEntryReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final String KEY = UUID.randomUUID().toString();
    private static final byte[] BODY = "{\"call_cid\":\"livestream:main\"}".getBytes(StandardCharsets.UTF_8);

    private final JournalEntryReader reader =
            new JournalEntryReader(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(7), Duration.ofSeconds(60));
    private final Map<String, String> headers = new HashMap<>(Map.of(
            "ce_time", "2026-11-22T13:59:58.123456789Z",
            "webhook_id", "w-1",
            "webhook_attempt", "2",
            "api_key", "key",
            "event_type", "call.session_participant_joined",
            "event_time", "2026-11-22T13:59:57Z",
            "outcome", "accepted"));

    @Test
    void shouldReadWhatTheRecordSays() {
        JournalEntry entry = read(NOW);

        assertThat(entry.deliveryId()).isEqualTo(UUID.fromString(KEY));
        assertThat(entry.receivedAt())
                .as("as precise as the database, or a repetition would have another key")
                .isEqualTo("2026-11-22T13:59:58.123456Z");
        assertThat(entry.webhookId()).isEqualTo("w-1");
        assertThat(entry.attempt()).isEqualTo(2);
        assertThat(entry.outcome()).isEqualTo(DeliveryOutcome.ACCEPTED);
        assertThat(entry.subject().channelId()).isEqualTo("main");
        assertThat(entry.body().getBytes()).isEqualTo(BODY);
        assertThat(entry.keepBody()).isTrue();
        assertThat(entry.compressed()).isFalse();
        assertThat(entry.viaSpool()).isFalse();
    }

    @Test
    void shouldLeaveOutTheBodyOfPresenceThatWaitedTooLong() {
        assertThat(read(NOW.minusSeconds(60)).keepBody()).isTrue();
        assertThat(read(NOW.minusSeconds(61)).keepBody()).isFalse();
        headers.put("event_type", "call.updated");
        assertThat(read(NOW.minusSeconds(61)).keepBody()).isTrue();
    }

    @Test
    void shouldTakeWhatIsOptionalOrOdd() {
        headers.remove("webhook_id");
        headers.remove("event_time");
        headers.put("via_spool", "true");
        headers.put("content-encoding", "gzip");
        headers.put("event_type", "call.\0" + "x".repeat(500));

        JournalEntry entry = read(NOW);

        assertThat(entry.webhookId()).isNull();
        assertThat(entry.eventTime()).isNull();
        assertThat(entry.viaSpool()).isTrue();
        assertThat(entry.compressed()).isTrue();
        assertThat(entry.eventType()).startsWith("call.\ufffdx").hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "two", "1.0", "9999999999", "١"})
    void shouldTakeAnyAttemptButCountNumbersOnly(String attempt) {
        headers.put("webhook_attempt", attempt);

        assertThat(read(NOW).attempt()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ce_time, yesterday",
        "ce_time,",
        "event_time, yesterday",
        "outcome, swallowed",
        "outcome,",
        "api_key,",
        "event_type,"
    })
    void shouldRefuseWhatItCannotStore(String header, String value) {
        headers.compute(header, (name, old) -> value);

        assertThatThrownBy(() -> read(NOW)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseAStrangeKeyAndAMissingBody() {
        assertThatThrownBy(() -> reader.read("key", kafkaHeaders(), BODY, NOW))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> reader.read(null, kafkaHeaders(), BODY, NOW))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> reader.read(KEY, kafkaHeaders(), null, NOW))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseWhatIsOlderThanTheJournalKeeps() {
        headers.put("ce_time", "2026-11-15T14:00:00Z");
        assertThat(read(NOW).receivedAt()).isEqualTo("2026-11-15T14:00:00Z");

        headers.put("ce_time", "2026-11-15T13:59:59Z");
        assertThatThrownBy(() -> read(NOW)).hasMessageStartingWith("beyond-retention");
    }

    private JournalEntry read(Instant produced) {
        return reader.read(KEY, kafkaHeaders(), BODY, produced);
    }

    private RecordHeaders kafkaHeaders() {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach((name, value) -> kafka.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return kafka;
    }
}
