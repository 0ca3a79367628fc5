package dev.onstage.webhookingest.publishing;

import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A publisher on Kafka's own test double, for tests of what comes before Kafka. */
public final class TestPublisher implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final MockProducer<String, byte[]> producer;
    private final DeliveryPublisher publisher;

    /** A publisher whose records are confirmed at once, or when the test says so. */
    public TestPublisher(boolean confirmsAtOnce) {
        this.producer = new MockProducer<>(
                confirmsAtOnce, new DeliveriesTogether(), new StringSerializer(), new ByteArraySerializer());
        Breaker breaker = new Breaker(3, LONG, System::nanoTime);
        this.publisher = new DeliveryPublisher(producer, breaker, new HandOff(producer, breaker, 1000, LONG, LONG));
    }

    /** The publisher. */
    public DeliveryPublisher publisher() {
        return publisher;
    }

    /** Publishes, and ends as the publication does. */
    public CompletableFuture<Void> publish(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        publisher.publish(normalised, outcome, new Publication() {
            @Override
            public void confirmed() {
                published.complete(null);
            }

            @Override
            public void notConfirmed(NotConfirmedException why) {
                published.completeExceptionally(why);
            }
        });
        return published;
    }

    /** The records sent so far, in order. */
    public List<ProducerRecord<String, byte[]>> sent() {
        return producer.history();
    }

    /** Confirms the oldest record that waits for it. */
    public void confirmNext() {
        if (!producer.completeNext()) {
            throw new IllegalStateException("No record waits to be confirmed");
        }
    }

    /** Fails the oldest record that waits to be confirmed. */
    public void failNext(RuntimeException why) {
        if (!producer.errorNext(why)) {
            throw new IllegalStateException("No record waits to be confirmed");
        }
    }

    /** Kafka's test double. */
    MockProducer<String, byte[]> producer() {
        return producer;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
