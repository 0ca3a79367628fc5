package dev.onstage.webhookingest.publishing;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the Kafka records of a delivery. */
final class DeliveryRecords {
    /** {@code ce_type} of a delivery as received. */
    static final String DELIVERY_TYPE = "dev.onstage.provider.delivery-received.v1";

    private static final String SOURCE = "webhook-ingest-service";

    private DeliveryRecords() {}

    /** The records of the events first, in order, then the delivery itself. */
    static List<ProducerRecord<String, byte[]>> of(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        if (outcome == DeliveryOutcome.ACCEPTED) {
            records.addAll(events(normalised));
        }
        records.add(delivery(normalised, outcome));
        return records;
    }

    /** A pure function of the signed body, headers included. */
    static List<ProducerRecord<String, byte[]>> events(NormalisedDelivery normalised) {
        Instant time = normalised.providerTime().orElse(Instant.EPOCH);
        return normalised.events().stream()
                .map(event -> EventRecords.of(event.ceId(), time, SOURCE, event.key(), event.event()))
                .toList();
    }

    private static ProducerRecord<String, byte[]> delivery(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        VerifiedDelivery delivery = normalised.delivery();
        String deliveryId = UuidCreator.getTimeOrderedEpoch().toString();
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
        normalised.providerTime().ifPresent(time -> add(kafkaRecord, DeliveryHeader.EVENT_TIME, time.toString()));
        add(kafkaRecord, DeliveryHeader.OUTCOME, outcome.label());
        if (delivery.isCompressed()) {
            add(kafkaRecord, DeliveryHeader.CONTENT_ENCODING, "gzip");
        }
        return kafkaRecord;
    }

    private static void add(ProducerRecord<String, byte[]> kafkaRecord, DeliveryHeader header, String value) {
        kafkaRecord.headers().add(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }
}
