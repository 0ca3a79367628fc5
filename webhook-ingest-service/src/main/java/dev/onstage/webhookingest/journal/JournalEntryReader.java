package dev.onstage.webhookingest.journal;

import dev.onstage.events.CloudEventHeader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.text.StorableText;
import dev.onstage.webhookingest.publishing.DeliveryHeader;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads what the journal stores from a record of {@code provider.deliveries.v1}. Only computes. */
final class JournalEntryReader {
    /** The reason in the dead letters of what came too late. */
    static final String BEYOND_RETENTION = "beyond-retention";

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_NUMBER = 9;

    private final Clock clock;
    private final Duration retention;
    private final Duration bodiesUntilLag;

    JournalEntryReader(Clock clock, Duration retention, Duration bodiesUntilLag) {
        this.clock = clock;
        this.retention = retention;
        this.bodiesUntilLag = bodiesUntilLag;
    }

    /**
     * Reads one record.
     *
     * @param key the delivery id
     * @param value the bytes as received
     * @param produced when the record was written to Kafka
     * @throws MalformedEventException for a record that can never be stored
     */
    JournalEntry read(@Nullable String key, Headers headers, byte @Nullable [] value, Instant produced) {
        if (value == null) {
            throw new MalformedEventException("The delivery has no body");
        }
        Instant now = clock.instant();
        Instant receivedAt = receivedAt(headers);
        if (receivedAt.isBefore(now.minus(retention))) {
            throw new MalformedEventException(BEYOND_RETENTION + ": received at " + receivedAt);
        }
        boolean compressed = text(headers, DeliveryHeader.CONTENT_ENCODING) != null;
        DeliveryOutcome outcome = outcome(headers);
        String eventType = required(headers, DeliveryHeader.EVENT_TYPE);
        return new JournalEntry(
                deliveryId(key),
                receivedAt,
                text(headers, DeliveryHeader.WEBHOOK_ID),
                attempt(text(headers, DeliveryHeader.ATTEMPT)),
                required(headers, DeliveryHeader.API_KEY),
                eventType,
                DeliverySubject.of(value, compressed),
                eventTime(text(headers, DeliveryHeader.EVENT_TIME)),
                outcome,
                compressed,
                text(headers, DeliveryHeader.VIA_SPOOL) != null,
                Buffer.buffer(value),
                BodyLevel.keeps(eventType, outcome, Duration.between(produced, now), bodiesUntilLag));
    }

    private static UUID deliveryId(@Nullable String key) {
        try {
            return UUID.fromString(String.valueOf(key));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("The key is no delivery id", e);
        }
    }

    /** As the database keeps it, so that the key is the same at every repetition. */
    private static Instant receivedAt(Headers headers) {
        return time(required(headers, CloudEventHeader.TIME.key())).truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedEventException("A time of the delivery is no instant", e);
        }
    }

    private static @Nullable Instant eventTime(@Nullable String text) {
        return text == null ? null : time(text).truncatedTo(ChronoUnit.MICROS);
    }

    private static DeliveryOutcome outcome(Headers headers) {
        String label = required(headers, DeliveryHeader.OUTCOME);
        try {
            return DeliveryOutcome.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("The outcome is not known: " + label, e);
        }
    }

    /** The sender's header is not signed, so it may be anything. */
    private static @Nullable Integer attempt(@Nullable String text) {
        boolean number =
                text != null && text.length() <= LONGEST_NUMBER && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.valueOf(text) : null;
    }

    private static String required(Headers headers, DeliveryHeader header) {
        return required(headers, header.key());
    }

    private static String required(Headers headers, String key) {
        String text = text(headers, key);
        if (text == null) {
            throw new MalformedEventException("The header " + key + " is missing");
        }
        return text;
    }

    private static @Nullable String text(Headers headers, DeliveryHeader header) {
        return text(headers, header.key());
    }

    /** Made storable, and not endlessly long. */
    private static @Nullable String text(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        if (header == null || header.value() == null || header.value().length == 0) {
            return null;
        }
        return StorableText.readable(new String(header.value(), StandardCharsets.UTF_8), LONGEST_TEXT);
    }
}
