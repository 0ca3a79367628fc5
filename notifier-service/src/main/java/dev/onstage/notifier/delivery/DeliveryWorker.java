package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.Target;
import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.tracing.LogFields;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.support.trouble.Trouble;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that are due: woken when something was desired, else once a second. Each kind of destination has a lane of
 * its own, so that one whose receivers are slow holds up no other.
 */
@ApplicationScoped
class DeliveryWorker {
    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final Duration STORE_RETRY_FROM = Duration.ofMillis(100);
    private static final Duration STORE_RETRY_TO = Duration.ofSeconds(2);
    /** How soon some of a spent budget is there again. */
    private static final Duration BUDGET_PAUSE = Duration.ofMillis(100);

    private final DeliveryService service;
    private final SecretCipher cipher;
    private final DeliveryConfig config;
    private final DeliveryMetrics metrics;
    private final Tracing tracing;
    private final LogFields fields;
    private final List<Lane> lanes;
    private final Duration longestCall;
    private final Trouble takingOver = new Trouble();
    private final Trouble reading = new Trouble();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Phaser calls = new Phaser(1);

    DeliveryWorker(
            DeliveryService service,
            Senders senders,
            SecretCipher cipher,
            DeliveryConfig config,
            DeliveryMetrics metrics,
            Tracing tracing,
            LogFields fields) {
        this.tracing = tracing;
        this.fields = fields;
        this.service = service;
        this.metrics = metrics;
        this.cipher = cipher;
        this.config = config;
        this.lanes = senders.all().stream().map(Lane::new).toList();
        this.longestCall = senders.all().stream()
                .map(DestinationSender::longestCall)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    void start(@Observes StartupEvent event) {
        lanes.forEach(lane -> {
            requireLongerLease(config.lease(), lane.sender.kind(), lane.sender.longestCall());
            metrics.watch(lane.sender.kind(), lane.inFlight);
        });
    }

    /** Else a call that is still under way would count as unknown, and be made again. */
    static void requireLongerLease(Duration lease, String kind, Duration longestCall) {
        if (lease.compareTo(longestCall) <= 0) {
            throw new IllegalStateException(
                    "onstage.delivery.lease is %s. Set it to more than %s, which is how long a call to a %s destination may take."
                            .formatted(lease, longestCall, kind));
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (stopping.get()) {
            return Uni.createFrom().voidItem();
        }
        return service.recover()
                .invoke(this::tookOver)
                .onFailure()
                .invoke(this::couldNotTakeOver)
                .onFailure()
                .recoverWithItem(0)
                .invoke(this::wake)
                .replaceWithVoid();
    }

    private void tookOver() {
        if (takingOver.ends()) {
            LOG.info("Calls that were cut off can be taken over again.");
        }
    }

    /** Said once for each time of trouble, as what follows: both are tried every second. */
    private void couldNotTakeOver(Throwable failure) {
        if (takingOver.begins()) {
            LOG.warnf("Calls that were cut off could not be taken over; tried again every second: %s", failure);
        }
    }

    private void couldNotRead(Throwable failure) {
        if (reading.begins()) {
            LOG.warnf("Due notifications could not be read; tried again every second: %s", failure);
        }
    }

    /** Looks for work soon; returns at once. */
    void wake() {
        lanes.forEach(Lane::wake);
    }

    private final class Lane {
        private final DestinationSender sender;
        private final AtomicBoolean claiming = new AtomicBoolean();
        private final AtomicBoolean wokenMeanwhile = new AtomicBoolean();
        private final AtomicInteger inFlight = new AtomicInteger();

        private Lane(DestinationSender sender) {
            this.sender = sender;
        }

        private void wake() {
            wokenMeanwhile.set(true);
            if (!claiming.compareAndSet(false, true)) {
                return;
            }
            wokenMeanwhile.set(false);
            int free = config.concurrency() - inFlight.get();
            if (free <= 0 || stopping.get()) {
                claiming.set(false);
                return;
            }
            calls.register();
            service.claim(sender, free).subscribe().with(this::claimed, failure -> {
                claiming.set(false);
                calls.arriveAndDeregister();
                couldNotRead(failure);
            });
        }

        private void claimed(DeliveryService.Claimed claimed) {
            if (reading.ends()) {
                LOG.info("Due notifications can be read again.");
            }
            claimed.calls().forEach(this::make);
            claiming.set(false);
            calls.arriveAndDeregister();
            if (claimed.isSpent()) {
                Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(BUDGET_PAUSE)
                        .subscribe()
                        .with(passed -> wake());
            }
            if (claimed.rows() > 0 || wokenMeanwhile.get()) {
                wake();
            }
        }

        private void make(DeliveryCall call) {
            inFlight.incrementAndGet();
            calls.register();
            Instant madeAt = Instant.now();
            long began = System.nanoTime();
            CrashPoints.reached("notifier.before-send");
            fields.apart(() -> {
                        tellFields(call.work());
                        return makeAndConclude(sender, call, madeAt, began)
                                .onFailure()
                                .invoke(failure -> LOG.errorf(
                                        "The outcome of a call could not be stored; it will count as unknown: %s",
                                        failure));
                    })
                    .onTermination()
                    .invoke(() -> {
                        inFlight.decrementAndGet();
                        calls.arriveAndDeregister();
                    })
                    .subscribe()
                    .with(done -> wake(), alreadyTold -> {});
        }
    }

    private static void tellFields(Work work) {
        String channelId = work.destination().channelId();
        Long epoch = work.epoch();
        if (epoch == null) {
            LogFields.put(channelId);
        } else {
            LogFields.put(channelId, epoch);
        }
    }

    /** The call is a step of the trace that made it due; with one that time alone made due a trace begins. */
    private Uni<Void> makeAndConclude(DestinationSender sender, DeliveryCall call, Instant madeAt, long began) {
        TraceStep step = begin(sender, call);
        return step.run(() -> Uni.createFrom()
                .deferred(() -> send(sender, call))
                .onFailure()
                .recoverWithItem(DeliveryWorker::brokenBeforeSending)
                .invoke(report -> end(step, report))
                .invoke(report -> CrashPoints.reached("notifier.after-send"))
                .invoke(report -> metrics.took(sender.kind(), Duration.ofNanos(System.nanoTime() - began)))
                .flatMap(report -> service.conclude(call, madeAt, report)
                        .onFailure()
                        .retry()
                        .withBackOff(STORE_RETRY_FROM, STORE_RETRY_TO)
                        .expireIn(config.lease().toMillis())));
    }

    private TraceStep begin(DestinationSender sender, DeliveryCall call) {
        if (!tracing.isOn()) {
            return TraceStep.none();
        }
        String what = call.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return tracing.begin(
                        SpanKind.CLIENT,
                        sender.kind() + ": " + what,
                        call.work().traceParent())
                .with(TraceField.CHANNEL_ID, call.work().destination().channelId());
    }

    private static void end(TraceStep step, SendReport report) {
        step.with(TraceField.OUTCOME, report.result().getClass().getSimpleName());
        if (report.status() != null) {
            step.with(TraceField.HTTP_STATUS, report.status().toString());
        }
        step.end();
    }

    /** The thread that the first message is in: a second one goes there, too. Null for the destination's own. */
    private static @Nullable String threadOfFirst(DestinationSender sender, DeliveryCall call) {
        String first = call.notification().live().messageId();
        return call.step() == Step.POST_ENDED && first != null ? sender.threadOf(first) : null;
    }

    /** Only here it is known whose thread it was. */
    private static SendReport withFirst(SendReport report) {
        return report.result() instanceof SendResult.ThreadGone gone
                ? report.as(new SendResult.ThreadGone(gone.reason(), true))
                : report;
    }

    /** A sender never fails once it has started: what fails before is ours, such as a key that is missing. */
    private static SendReport brokenBeforeSending(Throwable failure) {
        LOG.error("A notification could not be prepared", failure);
        return SendReport.unanswered(new SendResult.TryAgain("The notifier is not set up right: see its log."));
    }

    private Uni<SendReport> send(DestinationSender sender, DeliveryCall call) {
        String encrypted = call.work().address();
        if (encrypted == null) {
            return Uni.createFrom()
                    .item(SendReport.unanswered(new SendResult.DestinationGone("The address no longer works.", true)));
        }
        String thread = threadOfFirst(sender, call);
        Target target = new Target(
                cipher.decrypt(encrypted),
                thread == null ? call.work().destination().threadId() : thread);
        String messageId = call.messageId();
        return switch (call.step()) {
            case POST_LIVE, POST_ENDED ->
                sender.post(target, Objects.requireNonNull(call.content()))
                        .map(report -> thread == null ? report : withFirst(report));
            case EDIT_LIVE, EDIT_ENDED, EDIT_LIVE_INTO_ENDED ->
                sender.edit(target, Objects.requireNonNull(messageId), Objects.requireNonNull(call.content()));
            case DELETE_LIVE -> sender.delete(target, Objects.requireNonNull(messageId));
        };
    }

    /** Lets calls under way end, and those that were chosen be made, since one that is cut off is of unknown outcome. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.set(true);
        try {
            calls.awaitAdvanceInterruptibly(calls.arrive(), longestCall.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Calls were still under way at shutdown; their outcome will count as unknown");
        }
    }
}
