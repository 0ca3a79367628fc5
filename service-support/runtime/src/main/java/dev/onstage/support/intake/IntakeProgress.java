package dev.onstage.support.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows how the consumers of this process get on. One that has records in hand and has neither applied nor put aside any of
 * them for a minute stands still: gauge {@code intake.stalled.seconds} by channel, one warning in the log for each time, and
 * {@link #stalled()}.
 */
@ApplicationScoped
public class IntakeProgress {

    private static final Logger LOG = Logger.getLogger(IntakeProgress.class);
    private static final Duration TOO_LONG = Duration.ofMinutes(1);

    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Map<String, Set<Work>> atWork = new ConcurrentHashMap<>();
    private final Map<String, StalledIntake> warned = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    @Inject
    IntakeProgress(MeterRegistry metrics) {
        this(metrics, InstantSource.system());
    }

    IntakeProgress(MeterRegistry metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The consumers that stand still, by channel. */
    public List<StalledIntake> stalled() {
        Instant limit = clock.instant().minus(TOO_LONG);
        List<StalledIntake> stalled = new ArrayList<>();
        atWork.forEach((channel, works) -> slowest(works)
                .filter(work -> !work.movedAt.isAfter(limit))
                .ifPresent(work -> stalled.add(new StalledIntake(channel, work.movedAt, work.reason()))));
        stalled.sort(Comparator.comparing(StalledIntake::channel));
        return List.copyOf(stalled);
    }

    /** Whether somebody has records in hand and is not held up by a failure. */
    boolean getsOn() {
        return atWork.values().stream().flatMap(Set::stream).anyMatch(work -> work.trouble == null);
    }

    /** Records of a channel were taken in hand. */
    Work begin(String channel) {
        Work work = new Work(channel, clock.instant());
        works(channel).add(work);
        return work;
    }

    private Set<Work> works(String channel) {
        return atWork.computeIfAbsent(channel, name -> {
            Gauge.builder("intake.stalled.seconds", this, progress -> progress.secondsWithoutProgress(name))
                    .description("How long a consumer has had records in hand without getting on with any of them")
                    .tag("channel", name)
                    .register(metrics);
            return ConcurrentHashMap.newKeySet();
        });
    }

    private double secondsWithoutProgress(String channel) {
        return slowest(atWork.getOrDefault(channel, Set.of()))
                .map(work -> Duration.between(work.movedAt, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private static Optional<Work> slowest(Set<Work> works) {
        return works.stream().min(Comparator.comparing(work -> work.movedAt));
    }

    @Scheduled(every = "5s", delayed = "5s")
    void watch() {
        List<StalledIntake> stalled = stalled();
        for (StalledIntake each : stalled) {
            if (warned.putIfAbsent(each.channel(), each) == null) {
                LOG.warnf(
                        "The consumer %s has made no progress since %s while records wait: %s",
                        each.channel(), each.since(), each.reason());
            }
        }
        warned.keySet().removeIf(channel -> isMovingAgain(channel, stalled));
    }

    private static boolean isMovingAgain(String channel, List<StalledIntake> stalled) {
        boolean moving = stalled.stream().noneMatch(each -> each.channel().equals(channel));
        if (moving) {
            LOG.infof("The consumer %s makes progress again", channel);
        }
        return moving;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** The records of one poll, from when they are taken until they are acknowledged. */
    final class Work {

        private final String channel;
        private volatile Instant movedAt;
        private volatile @Nullable Throwable trouble;

        private Work(String channel, Instant begunAt) {
            this.channel = channel;
            this.movedAt = begunAt;
        }

        /** Some records were applied or put aside. */
        void progressed() {
            movedAt = clock.instant();
            trouble = null;
        }

        /** It is to be tried again; said in the log once for each time of trouble. */
        void waits(Throwable failure) {
            boolean first = trouble == null;
            trouble = failure;
            if (first) {
                LOG.warnf("Records of %s wait and are tried again: %s", channel, DeadLetterReason.of(failure));
            }
        }

        /** Whether the process ends: then an unforeseen failure says nothing about a record. */
        boolean processEnds() {
            return stopping;
        }

        /** All were acknowledged. */
        void done() {
            works(channel).remove(this);
        }

        private String reason() {
            Throwable last = trouble;
            return last == null ? "nothing has failed, it just takes long" : DeadLetterReason.of(last);
        }
    }
}
