package dev.onstage.support.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Finds a consumer that has ended for good, whatever ended it. A consumer asks Kafka for records all the time, also while Kafka
 * is away and while records in hand wait for a server; one that does not is nothing but a thread that is gone or stuck. When
 * that is seen for two minutes without a break, by this process' own clock, the process ends with {@value #EX_SOFTWARE}, so that
 * whoever runs it starts it again: a service that is well and reads nothing is worse. Gauge {@code intake.last.poll.seconds} by
 * channel, NaN for a consumer that has never asked or is closed.
 */
@ApplicationScoped
class ConsumerWatch {

    /** The exit code for an internal error, see sysexits.h. */
    static final int EX_SOFTWARE = 70;

    private static final Logger LOG = Logger.getLogger(ConsumerWatch.class);
    private static final String LAST_POLL = "last-poll-seconds-ago";

    /** A consumer asks several times a second, unless the machine is very busy. */
    private static final double USUAL_SECONDS = 15;

    /** An orderly end may wait for the very thread that is stuck. */
    private static final Duration ORDERLY_END = Duration.ofSeconds(60);

    private final Supplier<Set<String>> channels;
    private final ToDoubleFunction<String> secondsSincePoll;
    private final Duration limit;
    private final MeterRegistry metrics;
    private final LongSupplier nanoTime;
    private final IntConsumer exit;
    private final Set<String> told = new HashSet<>();
    private final Map<String, Long> silentSince = new HashMap<>();
    private volatile boolean stopping;

    @Inject
    ConsumerWatch(
            KafkaClientService kafka,
            MeterRegistry metrics,
            @ConfigProperty(name = "onstage.intake.ended-after", defaultValue = "2m") Duration limit) {
        this(
                kafka::getConsumerChannels,
                channel -> secondsSincePoll(kafka, channel),
                limit,
                metrics,
                System::nanoTime,
                ConsumerWatch::endProcess);
    }

    ConsumerWatch(
            Supplier<Set<String>> channels,
            ToDoubleFunction<String> secondsSincePoll,
            Duration limit,
            MeterRegistry metrics,
            LongSupplier nanoTime,
            IntConsumer exit) {
        this.channels = channels;
        this.secondsSincePoll = secondsSincePoll;
        this.limit = limit;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.exit = exit;
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void watch() {
        long now = nanoTime.getAsLong();
        for (String channel : channels.get()) {
            tell(channel);
            if (secondsSincePoll.applyAsDouble(channel) < USUAL_SECONDS) {
                silentSince.remove(channel);
            } else if (now - silentSince.computeIfAbsent(channel, ignored -> now) > limit.toNanos() && !stopping) {
                stopping = true;
                LOG.fatalf(
                        "The consumer %s has not asked Kafka for records for more than %d s: it has ended. This process ends, so"
                                + " that it is started again.",
                        channel, limit.toSeconds());
                exit.accept(EX_SOFTWARE);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void tell(String channel) {
        if (told.add(channel)) {
            Gauge.builder("intake.last.poll.seconds", () -> secondsSincePoll.applyAsDouble(channel))
                    .description(
                            "How long ago a consumer asked Kafka for records; more than some seconds say that it has ended")
                    .tag("channel", channel)
                    .register(metrics);
        }
    }

    /** Of the one that has been silent the longest; NaN when one has never asked or is closed. */
    private static double secondsSincePoll(KafkaClientService kafka, String channel) {
        return kafka.getConsumers(channel).stream()
                .mapToDouble(consumer -> secondsSincePoll(consumer.unwrap()))
                .reduce(0, Math::max);
    }

    /** As Kafka's own metric says, which is gone once the consumer is closed; NaN then and before the first time. */
    static double secondsSincePoll(Consumer<?, ?> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(LAST_POLL))
                .map(metric -> metric.getValue().metricValue())
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(seconds -> seconds >= 0)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void endProcess(int exitCode) {
        Quarkus.asyncExit(exitCode);
        Thread halt = new Thread(
                () -> {
                    LockSupport.parkNanos(ORDERLY_END.toNanos());
                    Runtime.getRuntime().halt(exitCode);
                },
                "end of the process");
        halt.setDaemon(true);
        halt.start();
    }
}
