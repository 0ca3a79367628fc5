package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ProviderCallEvent;
import dev.onstage.streamcontrol.broadcast.ReportTrigger.CallReported;
import dev.onstage.streamcontrol.broadcast.ReportTrigger.IngressReported;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.messaging.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes in what webhooks reported about calls. A record is acknowledged once its effect is committed; what cannot be read
 * goes to the dead-letter topic; while the database is away the consumer waits.
 */
@ApplicationScoped
class ProviderCallConsumer {

    private static final Logger LOG = Logger.getLogger(ProviderCallConsumer.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final EventReader reader;
    private final Pool pool;
    private final BroadcastRepository repository;
    private final BroadcastStore store;
    private final Hints hints;
    private final MeterRegistry metrics;

    ProviderCallConsumer(
            EventReader reader,
            Pool pool,
            BroadcastRepository repository,
            BroadcastStore store,
            Hints hints,
            MeterRegistry metrics) {
        this.reader = reader;
        this.pool = pool;
        this.repository = repository;
        this.store = store;
        this.hints = hints;
        this.metrics = metrics;
    }

    @Incoming("provider-call-in")
    Uni<Void> consume(ConsumerRecord<String, byte[]> kafkaRecord) {
        return Uni.createFrom()
                .item(() -> reader.read(kafkaRecord))
                .flatMap(received -> received.map(ReceivedEvent::event)
                        .map(this::take)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure(failure -> !(failure instanceof MalformedEventException))
                .invoke(failure -> LOG.warnf(failure, "A report about a call could not be taken in; trying again"))
                .onFailure(failure -> !(failure instanceof MalformedEventException))
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }

    private Uni<Void> take(OnstageEvent event) {
        if (event instanceof CallObserved report) {
            return take(report, new CallReported(report));
        }
        if (event instanceof IngressObserved report) {
            return take(report, new IngressReported(report));
        }
        return count("unexpected");
    }

    private Uni<Void> take(ProviderCallEvent report, Trigger trigger) {
        return repository.findChannelOfCall(pool, report.callCid()).flatMap(channel -> channel.map(
                        channelId -> store.apply(channelId, trigger)
                                .invoke(hints::follow)
                                .call(() -> count("taken"))
                                .replaceWithVoid())
                .orElseGet(() -> count("unknown-call")));
    }

    private Uni<Void> count(String outcome) {
        metrics.counter("broadcast.reports", "outcome", outcome).increment();
        return Uni.createFrom().voidItem();
    }
}
