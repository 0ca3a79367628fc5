package dev.onstage.webhookingest.publishing;

import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.support.messaging.EventTimes;
import dev.onstage.support.tracing.TraceHeaders;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.normalization.NormalisedDelivery.IdentifiedEvent;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the Kafka records of a delivery. */
final class DeliveryRecords {
    /** {@code ce_type} of a delivery as received. */
    static final String DELIVERY_TYPE = "dev.onstage.provider.delivery-received.v1";

    private static final String SOURCE = "webhook-ingest";
    private static final Header GZIP = header(DeliveryHeader.CONTENT_ENCODING, "gzip");
    private static final Header FROM_SPOOL = header(DeliveryHeader.VIA_SPOOL, "true");

    private DeliveryRecords() {}

    /** The records of the events first, in order, then the delivery itself. */
    static List<ProducerRecord<String, byte[]>> of(
            NormalisedDelivery normalised, DeliveryOutcome outcome, boolean viaSpool) {
        List<ProducerRecord<String, byte[]>> records =
                outcome == DeliveryOutcome.ACCEPTED ? events(normalised) : new ArrayList<>(1);
        records.add(delivery(normalised, outcome, viaSpool));
        return records;
    }

    /** A pure function of the signed body, headers included, except for the trace. */
    static List<ProducerRecord<String, byte[]>> events(NormalisedDelivery normalised) {
        Instant time = normalised.providerTime().orElse(Instant.EPOCH);
        String trace = normalised.delivery().traceParent().orElse(null);
        List<ProducerRecord<String, byte[]>> records =
                new ArrayList<>(normalised.events().size() + 1);
        for (IdentifiedEvent event : normalised.events()) {
            ProducerRecord<String, byte[]> kafkaRecord =
                    EventRecords.of(event.ceId(), time, SOURCE, event.key(), event.event());
            TraceHeaders.write(kafkaRecord.headers(), trace);
            records.add(kafkaRecord);
        }
        return records;
    }

    private static ProducerRecord<String, byte[]> delivery(
            NormalisedDelivery normalised, DeliveryOutcome outcome, boolean viaSpool) {
        VerifiedDelivery delivery = normalised.delivery();
        String deliveryId = delivery.deliveryId().toString();
        ProducerRecord<String, byte[]> kafkaRecord = EventRecords.of(
                deliveryId,
                delivery.receivedAt(),
                SOURCE,
                DELIVERY_TYPE,
                Topic.PROVIDER_DELIVERIES.topicName(),
                deliveryId,
                delivery.receivedBody());
        delivery.webhookId().ifPresent(id -> add(kafkaRecord, DeliveryHeader.WEBHOOK_ID, id));
        delivery.attempt().ifPresent(attempt -> add(kafkaRecord, DeliveryHeader.ATTEMPT, attempt));
        add(kafkaRecord, DeliveryHeader.API_KEY, delivery.apiKey());
        add(kafkaRecord, DeliveryHeader.EVENT_TYPE, normalised.type());
        normalised
                .providerTime()
                .ifPresent(time -> add(kafkaRecord, DeliveryHeader.EVENT_TIME, EventTimes.format(time)));
        add(kafkaRecord, DeliveryHeader.OUTCOME, outcome.label());
        if (delivery.isCompressed()) {
            kafkaRecord.headers().add(GZIP);
        }
        if (viaSpool) {
            kafkaRecord.headers().add(FROM_SPOOL);
        }
        TraceHeaders.write(kafkaRecord.headers(), delivery.traceParent().orElse(null));
        return kafkaRecord;
    }

    private static void add(ProducerRecord<String, byte[]> kafkaRecord, DeliveryHeader header, String value) {
        kafkaRecord.headers().add(header(header, value));
    }

    private static Header header(DeliveryHeader header, String value) {
        return new RecordHeader(header.key(), utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
