package dev.onstage.notifier.delivery;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.notifier.delivery.Attempts.Attempt;
import dev.onstage.notifier.delivery.DeliveryRules.Made;
import dev.onstage.notifier.delivery.DeliveryRules.Move;
import dev.onstage.notifier.limits.KindLimits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The transactions around a call: choose it, and store what it came to. None spans the call itself. */
@ApplicationScoped
class DeliveryService {
    private static final Logger LOG = Logger.getLogger(DeliveryService.class);
    private static final int RETRY_FACTOR = 3;

    private final Pool pool;
    private final DeliveryStore store;
    private final KindLimits limits;
    private final Attempts attempts;
    private final DestinationEffects effects;
    private final OutcomeEvents outcomes;
    private final Senders senders;
    private final DeliveryConfig config;
    private final DeliveryPlanner planner;
    private final DeliveryRules rules;
    private final DeliveryMetrics metrics;
    private final Clock clock = Clock.systemUTC();

    DeliveryService(
            Pool pool,
            DeliveryStore store,
            KindLimits limits,
            Attempts attempts,
            DestinationEffects effects,
            OutcomeEvents outcomes,
            Senders senders,
            DeliveryConfig config,
            DeliveryMetrics metrics) {
        this.pool = pool;
        this.store = store;
        this.limits = limits;
        this.attempts = attempts;
        this.effects = effects;
        this.outcomes = outcomes;
        this.senders = senders;
        this.config = config;
        this.planner = new DeliveryPlanner(config.editPause());
        this.rules = new DeliveryRules(config.maxTries(), tries -> backoff(config, tries));
        this.metrics = metrics;
    }

    /**
     * What a claim found.
     *
     * @param rows rows taken, those without a call to make included
     * @param calls the calls to make
     * @param isSpent whether the calls that may be made at once were used up
     */
    record Claimed(int rows, List<DeliveryCall> calls, boolean isSpent) {}

    /** A call, what it came to, and what followed. */
    record Concluded(DeliveryCall call, Move move, SendReport report) {}

    /** Takes due rows of a kind, at most one per destination and no more than the kind allows, and chooses their calls. */
    Uni<Claimed> claim(DestinationSender sender, int most) {
        return pool.withTransaction(tx -> limits.allow(tx, sender.kind(), sender.callsPerSecond())
                .flatMap(allowed -> allowed.calls() == 0
                        ? Uni.createFrom().item(new Claimed(0, List.of(), allowed.isSpent()))
                        : claim(tx, sender, Math.min(most, allowed.calls()), allowed.probing())));
    }

    private Uni<Claimed> claim(SqlClient tx, DestinationSender sender, int most, boolean alone) {
        UUID token = UuidCreator.getTimeOrderedEpoch();
        return store.claim(tx, token, sender.kind(), most, alone, config.lease())
                .flatMap(claimed -> claimed == 0
                        ? Uni.createFrom().item(new Claimed(0, List.of(), false))
                        : choose(tx, sender, token));
    }

    /** Stores what a call came to, and what it taught about the destination. */
    Uni<Void> conclude(DeliveryCall call, Instant madeAt, SendReport report) {
        return pool.withTransaction(tx -> conclude(tx, call, madeAt, report))
                .invoke(metrics::called)
                .replaceWithVoid();
    }

    /** Rows whose worker never came back: nobody knows whether their call was made. */
    Uni<Integer> recover() {
        UUID token = UuidCreator.getTimeOrderedEpoch();
        SendReport lost = SendReport.unanswered(
                new SendResult.Unknown("The notifier stopped before it could store what came of this call."));
        return pool.withTransaction(tx -> store.claimExpired(tx, token, config.lease())
                        .flatMap(claimed ->
                                claimed == 0 ? Uni.createFrom().item(List.<Work>of()) : store.work(tx, token))
                        .flatMap(work -> Multi.createFrom()
                                .iterable(work)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        row -> conclude(tx, interrupted(row), clock.instant(), lost))
                                .collect()
                                .asList()))
                .invoke(concluded -> concluded.forEach(metrics::called))
                .map(List::size);
    }

    private Uni<Claimed> choose(SqlClient tx, DestinationSender sender, UUID token) {
        return store.work(tx, token).flatMap(work -> Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUniAndConcatenate(row -> choose(tx, sender, row))
                .collect()
                .asList()
                .call(calls -> limits.spend(tx, sender.kind(), calls.size()))
                .map(calls -> new Claimed(work.size(), calls, false)));
    }

    private Uni<DeliveryCall> choose(SqlClient tx, DestinationSender sender, Work work) {
        Instant now = clock.instant();
        DeliveryPlan plan = planner.next(work.notification(), work.session(), work.wishes(), now);
        Step step = plan.step();
        if (step == null) {
            Instant notBefore = plan.notBefore();
            return settle(tx, work, plan.notification(), notBefore == null ? null : Duration.between(now, notBefore));
        }
        String content = step == Step.DELETE_LIVE
                ? null
                : sender.render(
                        step.form(),
                        work.session(),
                        work.presentation(),
                        !plan.notification().withoutLinks());
        boolean changesNothing = (step == Step.EDIT_LIVE || step == Step.EDIT_ENDED)
                && content != null
                && content.equals(plan.notification().content());
        if (changesNothing) {
            return settle(tx, work, plan.notification().told(work.session().version()), null);
        }
        return store.noteStep(tx, work.token(), plan.notification())
                .flatMap(noted -> outcomes.announce(tx, work, plan.notification()))
                .replaceWith(new DeliveryCall(work, plan.notification(), step, content));
    }

    private Uni<DeliveryCall> settle(SqlClient tx, Work work, Notification notification, @Nullable Duration delay) {
        return store.store(tx, work.token(), notification, work.session(), delay)
                .flatMap(stored -> outcomes.announce(tx, work, notification))
                .replaceWith(Uni.createFrom().nullItem());
    }

    private static DeliveryCall interrupted(Work work) {
        Step step = work.notification().step();
        if (step == null) {
            throw new IllegalStateException("A row is only SENDING with a step");
        }
        return new DeliveryCall(work, work.notification(), step, null);
    }

    /** The history comes first: it waits for who removes the destination, while nothing else is held. */
    private Uni<Concluded> conclude(SqlClient tx, DeliveryCall call, Instant madeAt, SendReport report) {
        Work work = call.work();
        UUID sessionId = work.session().sessionId();
        boolean recognisesRepeats = senders.of(work.destination().kind()).recognisesRepeats();
        Made made = new Made(
                call.notification(),
                call.step(),
                work.session().version(),
                call.content(),
                Repetition.of(call.step(), work.wishes(), recognisesRepeats),
                work.refusals(),
                madeAt);
        Move move = rules.after(made, report.result());
        return attempts.record(tx, work.destination().id(), sessionId, Attempt.of(call.step(), madeAt, move, report))
                .flatMap(recorded -> store.store(tx, work.token(), move.notification(), work.session(), move.delay()))
                .flatMap(stored -> stored ? outcomes.announce(tx, changed(call), move.notification()) : late(sessionId))
                .flatMap(told -> effects.apply(tx, work.destination(), report, move.effect()))
                .replaceWith(new Concluded(call, move, report));
    }

    /** What was announced when the call was chosen is not announced again. */
    private static Work changed(DeliveryCall call) {
        return call.work().with(call.notification());
    }

    private static Uni<Void> late(UUID sessionId) {
        LOG.warnf("A call took longer than its lease; sessionId=%s", sessionId);
        return Uni.createFrom().voidItem();
    }

    /** Tripling, bounded, half of it at random so that many rows do not come back in step. */
    private static Duration backoff(DeliveryConfig config, int tries) {
        double grown = config.firstRetryAfter().toMillis() * Math.pow(RETRY_FACTOR, tries);
        long millis = (long) Math.min(grown, (double) config.longestRetryAfter().toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
