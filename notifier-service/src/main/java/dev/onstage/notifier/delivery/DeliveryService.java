package dev.onstage.notifier.delivery;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.notifier.delivery.DeliveryRules.Move;
import dev.onstage.notifier.delivery.DeliveryStore.Attempt;
import dev.onstage.notifier.delivery.DeliveryStore.Work;
import io.micrometer.core.instrument.MeterRegistry;
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

/** The transactions around a call: choose it, and store what it came to. None spans the call itself. */
@ApplicationScoped
class DeliveryService {
    private static final Logger LOG = Logger.getLogger(DeliveryService.class);
    private static final int RETRY_FACTOR = 3;
    private static final int MAX_JITTER_MILLIS = 250;

    private final Pool pool;
    private final DeliveryStore store;
    private final Senders senders;
    private final DeliveryConfig config;
    private final DeliveryRules rules;
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();

    DeliveryService(Pool pool, DeliveryStore store, Senders senders, DeliveryConfig config, MeterRegistry metrics) {
        this.pool = pool;
        this.store = store;
        this.senders = senders;
        this.config = config;
        this.rules = new DeliveryRules(config.maxTries(), tries -> backoff(config, tries));
        this.metrics = metrics;
    }

    /**
     * What a claim found.
     *
     * @param rows rows taken, those without a call to make included
     * @param calls the calls to make
     */
    record Claimed(int rows, List<DeliveryCall> calls) {}

    /** Takes due rows, at most one per destination, and chooses their calls. */
    Uni<Claimed> claim(int limit) {
        UUID token = UuidCreator.getTimeOrderedEpoch();
        return pool.withTransaction(tx -> store.claim(tx, token, limit, config.lease())
                .flatMap(claimed -> claimed == 0 ? Uni.createFrom().item(List.<Work>of()) : store.work(tx, token))
                .flatMap(work -> Multi.createFrom()
                        .iterable(work)
                        .onItem()
                        .transformToUniAndConcatenate(row -> choose(tx, row))
                        .collect()
                        .asList()
                        .map(calls -> new Claimed(work.size(), calls))));
    }

    /** Stores what a call came to, and what it taught about the destination. */
    Uni<Void> conclude(DeliveryCall call, Instant madeAt, SendReport report) {
        return pool.withTransaction(tx -> conclude(tx, call, madeAt, report));
    }

    /** Rows whose worker never came back: nobody knows whether their call was made. */
    Uni<Integer> recover() {
        UUID token = UuidCreator.getTimeOrderedEpoch();
        SendReport lost = SendReport.unanswered(
                new SendResult.Unknown("The notifier stopped before it could store what came of this call."));
        return pool.withTransaction(tx -> store.claimExpired(tx, token, config.lease())
                .flatMap(claimed -> claimed == 0 ? Uni.createFrom().item(List.<Work>of()) : store.work(tx, token))
                .flatMap(work -> Multi.createFrom()
                        .iterable(work)
                        .onItem()
                        .transformToUniAndConcatenate(row -> conclude(tx, interrupted(row), clock.instant(), lost))
                        .collect()
                        .asList()
                        .replaceWith(work.size())));
    }

    private Uni<DeliveryCall> choose(SqlClient tx, Work work) {
        DeliveryPlan plan = DeliveryPlan.next(work.notification(), work.session(), work.wishes(), clock.instant());
        long version = work.session().version();
        Step step = plan.step();
        if (step == null) {
            return settle(tx, work, plan.notification());
        }
        String content = step == Step.DELETE_LIVE
                ? null
                : senders.of(work.kind())
                        .render(
                                step.form(),
                                work.session(),
                                !plan.notification().withoutLinks());
        boolean changesNothing = (step == Step.EDIT_LIVE || step == Step.EDIT_ENDED)
                && content != null
                && content.equals(plan.notification().content());
        if (changesNothing) {
            return settle(tx, work, plan.notification().told(version, content));
        }
        return store.noteStep(tx, work.token(), plan.notification(), version)
                .replaceWith(new DeliveryCall(work, plan.notification(), step, content));
    }

    private Uni<DeliveryCall> settle(SqlClient tx, Work work, Notification notification) {
        return store.store(tx, work.token(), notification, work.session().version(), null)
                .replaceWith(Uni.createFrom().nullItem());
    }

    private static DeliveryCall interrupted(Work work) {
        Step step = work.notification().step();
        if (step == null) {
            throw new IllegalStateException("A row is only SENDING with a step");
        }
        return new DeliveryCall(work, work.notification(), step, null);
    }

    private Uni<Void> conclude(SqlClient tx, DeliveryCall call, Instant madeAt, SendReport report) {
        Work work = call.work();
        UUID destinationId = call.notification().destinationId();
        Move move = rules.after(
                call.notification(),
                call.step(),
                work.session().version(),
                call.content(),
                report.result(),
                work.wishes().onUnknown(),
                work.refusals());
        count(call, move);
        return store.store(tx, work.token(), move.notification(), work.session().version(), move.delay())
                .invoke(stored -> {
                    if (!stored) {
                        LOG.warnf(
                                "A call took longer than its lease; sessionId=%s",
                                work.session().sessionId());
                    }
                })
                .flatMap(stored -> store.record(
                        tx, destinationId, work.session().sessionId(), Attempt.of(call.step(), madeAt, move, report)))
                .flatMap(recorded -> store.affect(tx, destinationId, work.kind(), work.address(), move.effect()))
                .flatMap(affected -> leaveAlone(tx, destinationId, report));
    }

    private Uni<Void> leaveAlone(SqlClient tx, UUID destinationId, SendReport report) {
        Duration pause = report.pause();
        if (report.result() instanceof SendResult.Limited limited
                && limited.delay().compareTo(pause) > 0) {
            pause = limited.delay();
        }
        return pause.isZero()
                ? Uni.createFrom().voidItem()
                : store.leaveAlone(
                        tx,
                        destinationId,
                        pause.plusMillis(ThreadLocalRandom.current().nextInt(MAX_JITTER_MILLIS)));
    }

    private void count(DeliveryCall call, Move move) {
        metrics.counter(
                        "notifier.calls",
                        "kind",
                        call.work().kind(),
                        "step",
                        call.step().name(),
                        "outcome",
                        move.outcome().name())
                .increment();
        LOG.infof(
                "Notification call: step=%s outcome=%s sessionId=%s channelId=%s",
                call.step(),
                move.outcome(),
                call.work().session().sessionId(),
                call.work().session().channelId());
    }

    /** Tripling, bounded, half of it at random so that many rows do not come back in step. */
    private static Duration backoff(DeliveryConfig config, int tries) {
        double grown = config.firstRetryAfter().toMillis() * Math.pow(RETRY_FACTOR, tries);
        long millis = (long) Math.min(grown, (double) config.longestRetryAfter().toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
