package dev.onstage.streamcontrol.broadcast;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.EventType;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.support.intake.PassingFailure;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.tracing.LogFields;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes triggers in: reads the broadcast, decides, and writes state and events in one transaction. When another writer was
 * faster, it reads again and decides again; when the writer's lease is over, it writes nothing.
 */
@ApplicationScoped
class BroadcastStore {

    private static final Logger LOG = Logger.getLogger(BroadcastStore.class);

    /** Writers of one channel are few; more conflicts than this in a row mean that something is wrong. */
    private static final int MAX_CONFLICTS = 50;

    private final Pool pool;
    private final BroadcastRepository repository;
    private final Outbox outbox;
    private final DecisionContext.Rules rules;
    private final Cadence cadence;
    private final ProviderWebhooks webhooks;
    private final Tracing tracing;

    BroadcastStore(
            Pool pool,
            BroadcastRepository repository,
            Outbox outbox,
            BroadcastConfig config,
            ProviderWebhooks webhooks,
            Tracing tracing) {
        this.tracing = tracing;
        this.pool = pool;
        this.repository = repository;
        this.outbox = outbox;
        this.rules = new DecisionContext.Rules(
                config.startingTimeout(),
                config.commandTimeout(),
                config.graceExtension(),
                config.encoderSettle(),
                config.doubt());
        this.cadence = new Cadence(config.reconciler());
        this.webhooks = webhooks;
    }

    /**
     * A trigger that was taken in.
     *
     * @param before the broadcast it was decided on
     * @param snapshot the broadcast after it
     * @param wanted what is to be done at the provider
     */
    record Applied(Broadcast before, BroadcastSnapshot snapshot, Set<Wanted> wanted) {

        boolean wants(Wanted what) {
            return wanted.contains(what);
        }

        boolean is(BroadcastState.Name name) {
            return snapshot.broadcast().is(name);
        }
    }

    /** The writer's lease is over: another instance may have taken it. */
    static final class LeaseLostException extends RuntimeException implements PassingFailure {
        LeaseLostException(Lease lease) {
            super("The lease on channel " + lease.channelId() + " is over", null, false, false);
        }
    }

    private static final class ConflictException extends RuntimeException implements PassingFailure {
        ConflictException(String channelId) {
            super("Too many writers on channel " + channelId, null, false, false);
        }
    }

    /** Reads a broadcast; fails with a problem when there is no such channel. */
    Uni<BroadcastSnapshot> read(String channelId) {
        return repository
                .find(pool, channelId)
                .map(found -> found.orElseThrow(() -> BroadcastProblems.unknownChannel(channelId)));
    }

    /** Takes a trigger in. Fails with {@link RefusedException} when the broadcast does not allow it. */
    Uni<Applied> apply(String channelId, Trigger trigger) {
        return apply(channelId, trigger, null);
    }

    /** As {@link #apply(String, Trigger)} by a holder of a lease: fails with {@link LeaseLostException} when it is over. */
    Uni<Applied> apply(String channelId, Trigger trigger, @Nullable Lease lease) {
        return Uni.createFrom()
                .deferred(() -> attempt(channelId, trigger, lease))
                .onFailure(ConflictException.class)
                .retry()
                .atMost(MAX_CONFLICTS);
    }

    /** As {@link #apply(String, Trigger)} within the caller's transaction. */
    Uni<Applied> applyIn(SqlClient tx, String channelId, Trigger trigger) {
        return repository
                .findForUpdate(tx, channelId)
                .map(found -> found.orElseThrow(() -> BroadcastProblems.unknownChannel(channelId)))
                .flatMap(snapshot -> {
                    Decision.Accepted decision = decide(snapshot, trigger);
                    Applied applied = applied(snapshot, decision);
                    return decision.changed()
                            ? save(tx, snapshot, decision, null).replaceWith(applied)
                            : Uni.createFrom().item(applied);
                });
    }

    private Uni<Applied> attempt(String channelId, Trigger trigger, @Nullable Lease lease) {
        return read(channelId).flatMap(snapshot -> {
            Decision.Accepted decision = decide(snapshot, trigger);
            LogFields.put(channelId, decision.next().epoch());
            Applied applied = applied(snapshot, decision);
            if (!decision.changed()) {
                return Uni.createFrom().item(applied);
            }
            return begin(trigger, decision)
                    .runToItsEnd(() -> pool.withTransaction(tx -> save(tx, snapshot, decision, lease))
                            .invoke(() -> tell(decision)))
                    .replaceWith(applied);
        });
    }

    /** Channel and epoch are fields of the line. */
    private static void tell(Decision.Accepted decision) {
        if (!decision.events().isEmpty()) {
            LOG.infof("Announced: %s", typesOf(decision));
        }
    }

    private static String typesOf(Decision.Accepted decision) {
        return decision.events().stream()
                .map(event -> EventType.of(event).typeName())
                .collect(Collectors.joining(" "));
    }

    /** What is announced is a step. It begins a trace where time alone, or a look at the provider, brought it about. */
    private TraceStep begin(Trigger trigger, Decision.Accepted decision) {
        if (!tracing.isOn() || decision.events().isEmpty()) {
            return TraceStep.none();
        }
        return tracing.begin(SpanKind.INTERNAL, "decide " + trigger.getClass().getSimpleName(), tracing.current())
                .with(TraceField.CHANNEL_ID, decision.next().channelId())
                .with(TraceField.EPOCH, Long.toString(decision.next().epoch()))
                .with(TraceField.EVENT_TYPE, typesOf(decision));
    }

    private Decision.Accepted decide(BroadcastSnapshot snapshot, Trigger trigger) {
        Instant now = SessionClock.cut(Clock.systemUTC().instant());
        DecisionContext context = new DecisionContext(snapshot.channel(), rules, now, UuidCreator::getTimeOrderedEpoch);
        Decision decision = Trigger.decide(snapshot.broadcast(), trigger, context);
        if (decision instanceof Decision.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        return (Decision.Accepted) decision;
    }

    private Uni<Void> save(
            SqlClient tx, BroadcastSnapshot snapshot, Decision.Accepted decision, @Nullable Lease lease) {
        Instant now = Clock.systemUTC().instant();
        Instant nextCheckAt = cadence.afterDecision(snapshot.with(decision.next()), decision, pollingMode(), now);
        return repository
                .save(tx, snapshot.broadcast(), decision, nextCheckAt, lease, tracing.current())
                .flatMap(saved -> saved ? append(tx, decision) : lost(tx, snapshot.channelId(), lease));
    }

    /** Nothing was written: either the version moved on, or the lease is over. */
    private Uni<Void> lost(SqlClient tx, String channelId, @Nullable Lease lease) {
        if (lease == null) {
            return Uni.createFrom().failure(new ConflictException(channelId));
        }
        return repository.holds(tx, lease).flatMap(holds -> Uni.createFrom()
                .failure(holds ? new ConflictException(channelId) : new LeaseLostException(lease)));
    }

    private Uni<Void> append(SqlClient tx, Decision.Accepted decision) {
        Uni<Void> appended = Uni.createFrom().voidItem();
        for (LifecycleEvent event : decision.events()) {
            appended = appended.chain(() -> outbox.append(tx, event.channelId(), event));
        }
        return appended;
    }

    private static Applied applied(BroadcastSnapshot snapshot, Decision.Accepted decision) {
        return new Applied(snapshot.broadcast(), snapshot.with(decision.next()), decision.wanted());
    }

    /** A decision that decided nothing. */
    Applied unchanged(BroadcastSnapshot snapshot) {
        return new Applied(snapshot.broadcast(), snapshot, Set.of());
    }

    /** Whether webhooks cannot reach this install. */
    boolean pollingMode() {
        return webhooks.pollingMode();
    }

    Cadence cadence() {
        return cadence;
    }
}
