package dev.onstage.streamcontrol.live;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.streamcontrol.broadcast.BroadcastChanges;
import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.OnAir;
import dev.onstage.support.outbox.OutboxRelayed;
import dev.onstage.support.outbox.RelayedEvent;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * Keeps Redis and this replica's answers up with the truth. Three ways lead here, each enough alone: a commit anywhere
 * (told by PostgreSQL, the fastest), an event that the outbox has sent, and a hint of another replica; a sweep repairs what
 * all of them missed. Those who follow a channel here are told as soon as the commit is read, whatever Redis does.
 */
@ApplicationScoped
class LiveProjection {

    private static final Logger LOG = Logger.getLogger(LiveProjection.class);

    private final BroadcastQuery broadcasts;
    private final BroadcastChanges commits;
    private final LiveKeys keys;
    private final LiveCache cache;
    private final LiveFeed feed;
    private final LiveReader reader;
    private final Tracing tracing;
    private final OneAtATime showing = new OneAtATime(this::show);
    private final OneAtATime writing = new OneAtATime(this::write);
    private final ConcurrentMap<String, OnAir> shown = new ConcurrentHashMap<>();
    private final List<Cancellable> subscriptions = new ArrayList<>();

    LiveProjection(
            BroadcastQuery broadcasts,
            BroadcastChanges commits,
            LiveKeys keys,
            LiveCache cache,
            LiveFeed feed,
            LiveReader reader,
            Tracing tracing) {
        this.tracing = tracing;
        this.broadcasts = broadcasts;
        this.commits = commits;
        this.keys = keys;
        this.cache = cache;
        this.feed = feed;
        this.reader = reader;
    }

    void start(@Observes StartupEvent event) {
        subscriptions.add(commits.stream().subscribe().with(this::committed));
        subscriptions.add(Multi.createFrom()
                .deferred(keys::hints)
                .onFailure()
                .invoke(failure -> LOG.debugf("No hints from Redis: %s", failure.getMessage()))
                .onCompletion()
                .switchTo(() -> Multi.createFrom().failure(new IllegalStateException("The subscription ended")))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .indefinitely()
                .subscribe()
                .with(this::hinted));
    }

    void stop(@Observes ShutdownEvent event) {
        subscriptions.forEach(Cancellable::cancel);
    }

    void relayed(@Observes OutboxRelayed relayed) {
        relayed.events().stream()
                .map(RelayedEvent::event)
                .filter(LifecycleEvent.class::isInstance)
                .map(event -> ((LifecycleEvent) event).channelId())
                .distinct()
                .forEach(showing::ask);
    }

    /** Writes again what Redis lost. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return broadcasts
                .findAll()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(keys::write)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("The live states were not swept: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Followers see a change of the viewers' number, or one nobody told about, after this long at the latest. */
    @Scheduled(every = "${onstage.live.reread:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    void reread() {
        feed.followed().forEach(this::hinted);
    }

    private void committed(String channelId) {
        if (channelId.equals(BroadcastChanges.ANY_CHANNEL)) {
            feed.followed().forEach(showing::ask);
        } else {
            showing.ask(channelId);
        }
    }

    private Uni<Void> show(String channelId) {
        return broadcasts
                .find(channelId)
                .chain(found ->
                        found.map(this::show).orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(failure -> LOG.debugf("A live state was not brought up to date: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> show(OnAir state) {
        return reader.withViewers(state).chain(reading -> {
            Instant began = Instant.now();
            int readers = feed.publish(state.channelId(), cache.put(state.channelId(), reading));
            shown.put(state.channelId(), state);
            writing.ask(state.channelId());
            return readers == 0 || !tracing.isOn()
                    ? Uni.createFrom().voidItem()
                    : trace(state, readers, began, Instant.now());
        });
    }

    /** One step for all readers: that each of them was told would be as many steps as there are viewers. */
    private Uni<Void> trace(OnAir state, int readers, Instant began, Instant ended) {
        return broadcasts
                .findTrace(state)
                .invoke(trace -> trace.ifPresent(parent -> tracing.begin(SpanKind.PRODUCER, "push live", parent, began)
                        .with(TraceField.CHANNEL_ID, state.channelId())
                        .with(TraceField.EPOCH, Long.toString(state.epoch()))
                        .with(TraceField.READERS, Integer.toString(readers))
                        .endAt(ended)))
                .replaceWithVoid();
    }

    /** The other replicas hear of it through Redis. What cannot be written now, the sweep writes. */
    private Uni<Void> write(String channelId) {
        OnAir state = shown.get(channelId);
        return state == null
                ? Uni.createFrom().voidItem()
                : keys.write(state)
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(failure -> LOG.debugf("A live state was not written: %s", failure.getMessage()))
                        .onFailure()
                        .recoverWithNull();
    }

    private void hinted(String channelId) {
        Uni.createFrom()
                .completionStage(() -> cache.refresh(channelId))
                .subscribe()
                .with(
                        answer -> feed.publish(channelId, answer),
                        failure -> LOG.debugf("A live state was not read: %s", failure.getMessage()));
    }
}
