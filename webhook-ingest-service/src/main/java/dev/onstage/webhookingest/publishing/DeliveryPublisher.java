package dev.onstage.webhookingest.publishing;

import dev.onstage.events.Topic;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes deliveries, the only way to Kafka: the events and the delivery itself, all confirmed by every in-sync replica or
 * the whole counts as not published. Of what was not confirmed a part may be in Kafka; publishing it again brings equal
 * events. Never blocks its caller.
 *
 * <p>Every publication ends on the event loop, and in the Vert.x context, it was subscribed from; without one, on a thread of
 * Kafka's client, which must not be blocked.
 */
@Startup
@Singleton
public class DeliveryPublisher {
    private static final Logger LOG = Logger.getLogger(DeliveryPublisher.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final List<Topic> TOPICS = List.of(
            Topic.PROVIDER_CALL,
            Topic.PROVIDER_PRESENCE,
            Topic.PROVIDER_CHAT,
            Topic.PROVIDER_MODERATION,
            Topic.PROVIDER_DELIVERIES);

    private final Breaker breaker;
    private final Producer<String, byte[]> producer;
    private final HandOff handOff;
    private final Map<EventLoop, Homecoming> homecomings = new ConcurrentHashMap<>();

    @Inject
    DeliveryPublisher(
            PublishingConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafkaConnection) {
        NativeCompression.prefer();
        this.breaker = new Breaker(config.breakerThreshold(), config.breakerPause(), System::nanoTime);
        this.producer = new KafkaProducer<>(
                ProducerSettings.of(config, kafkaConnection), new StringSerializer(), new ByteArraySerializer());
        this.handOff = new HandOff(
                producer,
                breaker,
                config.queue(),
                config.longestWait(),
                config.deliveryTimeout().plus(GRACE));
    }

    DeliveryPublisher(Producer<String, byte[]> producer, Breaker breaker, HandOff handOff) {
        this.producer = producer;
        this.breaker = breaker;
        this.handOff = handOff;
    }

    /**
     * Publishes one delivery as just received: with its events if it is {@link DeliveryOutcome#ACCEPTED}. The publication is
     * told after at most three seconds, at once while Kafka is known to be away.
     *
     * <p>A callback instead of a {@link Uni}: each of its operators captures the contexts of the caller, which together
     * costs as much as the rest of receiving a delivery.
     */
    public void publish(NormalisedDelivery normalised, DeliveryOutcome outcome, Publication publication) {
        send(DeliveryRecords.of(normalised, outcome, false), publication);
    }

    /**
     * As {@link #publish}, for what waited in the spool.
     *
     * @return fails with {@link NotConfirmedException}
     */
    public Uni<Void> publishFromSpool(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        return send(DeliveryRecords.of(normalised, outcome, true));
    }

    /**
     * Publishes the events of a delivery once more, without the delivery itself; ends at once when there are none.
     *
     * @return fails with {@link NotConfirmedException}
     */
    public Uni<Void> publishEvents(NormalisedDelivery normalised) {
        List<ProducerRecord<String, byte[]>> events = DeliveryRecords.events(normalised);
        return events.isEmpty() ? Uni.createFrom().voidItem() : send(events);
    }

    /** True while Kafka is asked only now and then, since it confirmed nothing several times in a row. */
    public boolean isBreakerOpen() {
        return breaker.isOpen();
    }

    private Uni<Void> send(List<ProducerRecord<String, byte[]>> records) {
        return Uni.createFrom().emitter(emitter -> send(records, new EmittedPublication(emitter)));
    }

    private void send(List<ProducerRecord<String, byte[]>> records, Publication publication) {
        if (!breaker.tryPass()) {
            publication.notConfirmed(new NotConfirmedException("Kafka has not confirmed anything for a while.", null));
            return;
        }
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        if (!handOff.offer(
                new Confirmation(records, publication, breaker, homecoming(context), context, System.nanoTime()))) {
            publication.notConfirmed(new NotConfirmedException("Too many deliveries are waiting for Kafka.", null));
        }
    }

    private record EmittedPublication(UniEmitter<? super Void> emitter) implements Publication {
        @Override
        public void confirmed() {
            emitter.complete(null);
        }

        @Override
        public void notConfirmed(NotConfirmedException why) {
            emitter.fail(why);
        }
    }

    private @Nullable Homecoming homecoming(@Nullable ContextInternal context) {
        if (context == null || !context.isEventLoopContext()) {
            return null;
        }
        return homecomings.computeIfAbsent(context.nettyEventLoop(), Homecoming::new);
    }

    /** Learns where the topics are; false while Kafka does not say. Blocks for a moment. */
    boolean knowsTopics() {
        try {
            TOPICS.forEach(topic -> producer.partitionsFor(topic.topicName()));
            return true;
        } catch (RuntimeException notYet) {
            LOG.debugf("Kafka does not know the topics yet: %s", notYet);
            return false;
        }
    }

    @PreDestroy
    void close() {
        handOff.close();
        producer.close(CLOSE_PATIENCE);
    }
}
