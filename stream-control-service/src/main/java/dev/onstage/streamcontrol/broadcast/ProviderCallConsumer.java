package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ProviderCallEvent;
import dev.onstage.streamcontrol.broadcast.ReportTrigger.CallReported;
import dev.onstage.streamcontrol.broadcast.ReportTrigger.IngressReported;
import dev.onstage.support.intake.EventIntake;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in what webhooks reported about calls. */
@ApplicationScoped
class ProviderCallConsumer {

    private final EventIntake intake;
    private final Pool pool;
    private final BroadcastRepository repository;
    private final BroadcastStore store;
    private final Hints hints;
    private final MeterRegistry metrics;

    ProviderCallConsumer(
            EventIntake intake,
            Pool pool,
            BroadcastRepository repository,
            BroadcastStore store,
            Hints hints,
            MeterRegistry metrics) {
        this.intake = intake;
        this.pool = pool;
        this.repository = repository;
        this.store = store;
        this.hints = hints;
        this.metrics = metrics;
    }

    @Incoming("provider-call-in")
    Uni<Void> consume(KafkaRecord<String, byte[]> received) {
        return intake.take(received, report -> take(report.event()));
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
