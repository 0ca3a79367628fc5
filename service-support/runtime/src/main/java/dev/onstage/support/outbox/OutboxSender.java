package dev.onstage.support.outbox;

import dev.onstage.support.messaging.ConfirmedProducer;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends outbox rows to Kafka. Within a key strictly one after the other, keys side by side. */
@ApplicationScoped
class OutboxSender {
    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final int LANES_AT_ONCE = 128;
    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2000);

    private final Instance<Map<String, Object>> connection;
    private final String source;
    private final Counter unconfirmed;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Tracing tracing;
    private @Nullable ConfirmedProducer producer;

    OutboxSender(
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> connection,
            @ConfigProperty(name = "quarkus.application.name") String source,
            MeterRegistry metrics,
            Tracing tracing) {
        this.tracing = tracing;
        this.connection = connection;
        this.source = source;
        this.unconfirmed = Counter.builder("outbox.unconfirmed")
                .description("Times that Kafka did not confirm an event in time; it is sent again")
                .register(metrics);
    }

    /**
     * Sends the rows; the ones Kafka confirmed. A row that fails keeps the later ones of its key back: sent before it,
     * they would make readers drop it as overtaken.
     */
    Uni<List<OutboxRow>> send(List<OutboxRow> rows) {
        Collection<List<OutboxRow>> lanes = rows.stream()
                .collect(Collectors.groupingBy(OutboxRow::lane, LinkedHashMap::new, Collectors.toList()))
                .values();
        return Multi.createFrom()
                .iterable(lanes)
                .onItem()
                .transformToMulti(this::sendInOrder)
                .merge(LANES_AT_ONCE)
                .collect()
                .asList();
    }

    private Multi<OutboxRow> sendInOrder(List<OutboxRow> lane) {
        return Multi.createFrom()
                .iterable(lane)
                .onItem()
                .transformToUniAndConcatenate(this::send)
                .onFailure()
                .invoke(failure -> failed(lane.get(0).topic(), failure))
                .onFailure()
                .recoverWithCompletion();
    }

    private Uni<OutboxRow> send(OutboxRow row) {
        TraceStep step = begin(row);
        return producer()
                .send(row.toRecord(source, step.traceParent()))
                .invoke(() -> confirmed(row.topic()))
                .invoke(() -> step.end())
                .onFailure()
                .invoke(step::failed)
                .replaceWith(row);
    }

    /** The step from the commit of an event to Kafka; what belongs to no trace begins none here. */
    private TraceStep begin(OutboxRow row) {
        return row.traceParent() == null
                ? TraceStep.none()
                : tracing.begin(SpanKind.PRODUCER, "send " + row.topic(), row.traceParent())
                        .with(TraceField.TOPIC, row.topic())
                        .with(TraceField.EVENT_TYPE, row.typeName());
    }

    /** Said once for each topic and time of trouble: it is tried again every second, by whoever holds the lease. */
    private void failed(String topic, Throwable failure) {
        unconfirmed.increment();
        if (trouble(topic).begins()) {
            LOG.warnf("An event for %s was not confirmed; it is sent again until it is: %s", topic, failure);
        }
    }

    private void confirmed(String topic) {
        if (trouble(topic).ends()) {
            LOG.infof("Kafka confirms events for %s again.", topic);
        }
    }

    private Trouble trouble(String topic) {
        return troubles.computeIfAbsent(topic, name -> new Trouble());
    }

    private synchronized ConfirmedProducer producer() {
        if (producer == null) {
            producer = new ConfirmedProducer(connection.get(), SETTINGS, Infrastructure.getDefaultWorkerPool());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
