package dev.onstage.support.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.support.door.DoorConfig;
import dev.onstage.support.stream.OpenStream.Frame;
import dev.onstage.support.stream.OpenStream.Rules;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The event streams of this instance. Each sends whole states and no differences, so a reader may miss any but the last; the
 * heartbeat is a comment. An event has an id that stands for its content: a reader that comes back with {@code Last-Event-ID}
 * gets the state only if it has another one. {@code retry} is spread over some seconds. A private stream ends within ten
 * seconds when its reader signs out or loses the role, and with the access token it was opened with at the latest; a stream
 * whose first state does not come in time ends, since a page that hears comments alone would believe that all is well. When the
 * instance stops, its streams end by turns, see {@link Farewell}; each reader is told to come back soon, and so is whoever comes
 * after the first turn.
 */
@ApplicationScoped
public class EventStreams {

    private static final Logger LOG = Logger.getLogger(EventStreams.class);
    private static final String READER = EventStreams.class.getName();
    private static final Duration TICK = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 500;
    private static final long RETRY_SPREAD_MILLIS = 2_500;

    /** For readers of an instance that stops: another one is there for them. */
    private static final long SOON_MILLIS = 200;

    private static final long SOON_SPREAD_MILLIS = 500;
    private static final Duration TURN = Duration.ofMillis(100);

    private final CurrentVertxRequest exchange;
    private final ObjectMapper json;
    private final Rules rules;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Duration shutdownDelay;
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Farewell farewell;

    EventStreams(
            CurrentVertxRequest exchange,
            ObjectMapper json,
            StreamConfig config,
            DoorConfig door,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration shutdownDelay) {
        this.exchange = exchange;
        this.json = json;
        this.vertx = vertx;
        this.shutdownDelay = shutdownDelay;
        this.rules = new Rules(config.heartbeat(), config.recheck(), config.patience(), door.answerWithin());
        this.clock = InstantSource.system();
    }

    /** At the start, since a timer that a request begins would belong to that request for ever. */
    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(TICK.toMillis(), ignored -> tick());
    }

    /**
     * The stream of a resource method marked with {@link EventStream}. To be called by that method.
     *
     * @param name of its events
     * @param states hot or cold, as they are and become; repetitions do no harm, and an end or a failure ends the stream.
     *     They are not held back for a slow reader
     */
    public Multi<OutboundSseEvent> open(Sse sse, String name, Multi<StreamState> states) {
        RoutingContext routing = exchange.getCurrent();
        StreamReader reader = Objects.requireNonNull(
                routing.get(READER), "The method of an event stream is marked with @EventStream");
        return Multi.createFrom()
                .<Frame>emitter(emitter -> begin(emitter, reader, states), BackPressureStrategy.LATEST)
                .map(frame -> event(sse, name, frame));
    }

    /** A state that has this JSON form. */
    public StreamState stateOf(Object value) {
        try {
            return StreamState.of(json.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A state has no JSON form", e);
        }
    }

    void admitted(RoutingContext routing, StreamReader reader) {
        routing.put(READER, reader);
    }

    /** Before the server waits for what is under way: a stream would be waited for until its patience ends. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        farewell = Farewell.within(shutdownDelay, clock.instant());
        vertx.setPeriodic(TURN.toMillis(), ignored -> endThoseWhoseTurnItIs());
    }

    void stop(@Observes ShutdownEvent event) {
        farewell = Farewell.atOnce(clock.instant());
        endThoseWhoseTurnItIs();
    }

    private void endThoseWhoseTurnItIs() {
        Farewell turns = farewell;
        if (turns == null) {
            return;
        }
        Instant now = clock.instant();
        open.stream().limit(turns.due(open.size(), now, TURN)).forEach(stream -> stream.turnAway(soonMillis(), now));
    }

    private void begin(MultiEmitter<? super Frame> emitter, StreamReader reader, Multi<StreamState> states) {
        OpenStream stream = new OpenStream(emitter, rules, reader, EventStreams::retryMillis, clock.instant());
        open.add(stream);
        Cancellable upstream = states.subscribe()
                .with(
                        state -> stream.show(state, clock.instant()),
                        failure -> {
                            LOG.debugf("An event stream ends: %s", failure.getMessage());
                            stream.end();
                        },
                        stream::end);
        emitter.onTermination(() -> {
            open.remove(stream);
            reader.leave().run();
            upstream.cancel();
        });
        Farewell turns = farewell;
        if (turns != null && turns.hasBegun(clock.instant())) {
            stream.turnAway(soonMillis(), clock.instant());
        }
    }

    private void tick() {
        Instant now = clock.instant();
        open.forEach(stream -> stream.tick(now));
    }

    private static long retryMillis() {
        return spread(RETRY_MILLIS, RETRY_SPREAD_MILLIS);
    }

    private static long soonMillis() {
        return spread(SOON_MILLIS, SOON_SPREAD_MILLIS);
    }

    private static long spread(long least, long spread) {
        return least + ThreadLocalRandom.current().nextLong(spread);
    }

    private static OutboundSseEvent event(Sse sse, String name, Frame frame) {
        OutboundSseEvent.Builder event = sse.newEventBuilder();
        return frame.state() == null
                ? event.comment("alive").reconnectDelay(frame.retryMillis()).build()
                : event.name(name)
                        .id(frame.state().id())
                        .reconnectDelay(frame.retryMillis())
                        .data(String.class, frame.state().data())
                        .build();
    }
}
