package dev.onstage.localstack.chaos;

import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.rolling.Healing;
import dev.onstage.localstack.rolling.Mishap;
import dev.onstage.localstack.rolling.RollingPart;
import dev.onstage.localstack.rolling.RollingPart.Stops;
import dev.onstage.localstack.rolling.RollingReport;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.Parallel;
import dev.onstage.localstack.stack.ServerKind;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Restarts two copies of every service as a roll-out does, each in turn and then all services at once, while people and programs
 * use Onstage through the gateway: no request may fail, nothing may be lost or there twice. Then the same by SIGKILL, and the
 * servers: what fails is named, and healed soon.
 */
public final class ChaosRolling {

    private static final Duration SETTLE = Duration.ofMinutes(3);

    /** Also while one of two copies serves all of them. */
    private static final String STREAMS_OF_A_COPY = "20000";

    private static final int MOST_TOLD = 3;

    private final LocalStack stack;
    private final OnstageApi operator;
    private final ChaosRollingOptions options;
    private final Timeline timeline;

    /**
     * On a stack that nobody else uses meanwhile, described by {@link #stack(LocalStackBuilder)}.
     *
     * @param operator signed in
     */
    public ChaosRolling(LocalStack stack, OnstageApi operator, ChaosRollingOptions options, Timeline timeline) {
        this.stack = stack;
        this.operator = operator;
        this.options = options;
        this.timeline = timeline;
    }

    /** What the stack needs for it: copies that end as in a cluster, and room for all streams on one copy. */
    public static LocalStackBuilder stack(LocalStackBuilder builder) {
        for (ServiceKind kind : ServiceKind.values()) {
            builder.environment(
                    kind,
                    Map.of(
                            // That of an install; the local stack has none.
                            "QUARKUS_SHUTDOWN_DELAY",
                            "10S",
                            // Unset: the partitions of a copy that has a name wait for it instead of being handed over.
                            "ONSTAGE_INSTANCE",
                            "",
                            "ONSTAGE_STREAMS_PER_ADDRESS",
                            STREAMS_OF_A_COPY,
                            "ONSTAGE_STREAMS_TOTAL",
                            STREAMS_OF_A_COPY));
        }
        return builder.proxiesInFront(1);
    }

    /** Does it all; everything runs again afterwards, with two copies of each service. */
    public RollingReport run() {
        for (ServiceKind kind : ServiceKind.values()) {
            stack.startAnother(kind, Map.of());
        }
        for (ServiceKind kind : ServiceKind.values()) {
            awaitTaken(kind);
        }
        timeline.add("stack", "two copies of each service");
        return new RollingReport(Stream.of(RollingPart.Kind.values())
                .filter(options.parts()::contains)
                .map(this::part)
                .toList());
    }

    private RollingPart part(RollingPart.Kind kind) {
        try (var load = new RollingLoad(stack, operator, options, timeline, kind)) {
            var steps = new Steps(load);
            switch (kind) {
                case ORDERLY -> steps.rollOut();
                case KILLS -> steps.kills();
                case SERVERS -> steps.servers();
            }
            load.end();
            RollingPart.Traffic traffic = load.traffic();
            timeline.add("people", load.mishaps().size() + " of their requests failed");
            List<String> differences = load.differences();
            var part = new RollingPart(
                    kind,
                    traffic,
                    steps.restarts,
                    new Stops(steps.longestStop, steps.killed),
                    load.mishaps(),
                    load.comebacks(),
                    load.longestChange(),
                    steps.healings,
                    differences);
            part.failures().forEach(failure -> timeline.add("failed", failure));
            part.broken().forEach(broken -> timeline.add("NOT as promised", broken));
            return part;
        }
    }

    /** What is done in one part. */
    private final class Steps {

        private final RollingLoad load;
        private final List<Healing> healings = new ArrayList<>();
        private final List<String> killed = new ArrayList<>();
        private Duration longestStop = Duration.ZERO;
        private int restarts;
        private int told;

        Steps(RollingLoad load) {
            this.load = load;
        }

        void rollOut() {
            for (int round = 1; round <= options.rounds(); round++) {
                for (ServiceKind kind : ServiceKind.values()) {
                    rollOut(kind, true);
                }
                Parallel.run(Stream.of(ServiceKind.values())
                        .map(kind -> (Runnable) () -> rollOut(kind, false))
                        .toList());
                load.awaitReading();
                timeline.add("round " + round, "all services were restarted at once", load.changeTitle());
                tellWhatFailed();
            }
        }

        /** Alone: then a change is made while the copy is ending, and another one when it is back. */
        private void rollOut(ServiceKind kind, boolean alone) {
            for (ServiceInstance copy : copies(kind)) {
                long begin = System.nanoTime();
                copy.askToEnd();
                Duration change = alone ? load.changeTitle() : Duration.ZERO;
                boolean byItself = copy.stop();
                stopped(copy, byItself, Duration.ofNanos(System.nanoTime() - begin));
                copy.start(Map.of());
                awaitTaken(kind);
                if (alone) {
                    timeline.add(
                            copy.name(),
                            "restarted; %d requests failed; changes came within %d ms while it ended, %d ms afterwards"
                                    .formatted(
                                            load.mishaps().size(),
                                            change.toMillis(),
                                            load.changeTitle().toMillis()));
                    tellWhatFailed();
                }
            }
        }

        /** Of what was not told yet, some that differ. */
        private void tellWhatFailed() {
            List<Mishap> all = load.mishaps();
            all.subList(told, all.size()).stream()
                    .map(Mishap::toString)
                    .distinct()
                    .limit(MOST_TOLD)
                    .forEach(failure -> timeline.add("failed", failure));
            told = all.size();
        }

        private synchronized void stopped(ServiceInstance copy, boolean byItself, Duration took) {
            restarts++;
            longestStop = took.compareTo(longestStop) > 0 ? took : longestStop;
            if (!byItself) {
                killed.add(copy.name());
            }
        }

        void kills() {
            for (int round = 1; round <= options.rounds(); round++) {
                for (ServiceKind kind : ServiceKind.values()) {
                    for (ServiceInstance copy : copies(kind)) {
                        kill(kind, copy);
                    }
                }
                killAll();
                timeline.add("round " + round, "every copy was killed in turn, then all at once");
            }
        }

        private void kill(ServiceKind kind, ServiceInstance copy) {
            Instant begin = Instant.now();
            copy.kill();
            restarts++;
            // The other copy is enough.
            Instant from = Instant.now();
            copy.start(Map.of());
            awaitTaken(kind);
            healed("one of two " + kind.label() + " killed", begin, from);
        }

        private void killAll() {
            List<ServiceInstance> all = stack.instances();
            Instant begin = Instant.now();
            Parallel.run(all.stream().map(copy -> (Runnable) copy::kill).toList());
            Parallel.run(all.stream()
                    .map(copy -> (Runnable) () -> copy.start(Map.of()))
                    .toList());
            Instant from = Instant.now();
            restarts += all.size();
            for (ServiceKind kind : ServiceKind.values()) {
                awaitTaken(kind);
            }
            healed("all copies killed", begin, from);
        }

        void servers() {
            for (ServerKind server : ServerKind.values()) {
                Instant begin = Instant.now();
                stack.stop(server);
                stack.start(server);
                restarts++;
                healed(server.label() + " restarted", begin, Instant.now());
            }
        }

        private void healed(String what, Instant begin, Instant from) {
            boolean calm = load.awaitCalm();
            List<Mishap> mishaps = load.mishapsSince(begin);
            Duration change = load.changeTitle();
            Healing healing = Healing.of(what, from, mishaps, calm ? load.readersBack() : Instant.now(), change);
            healings.add(healing);
            timeline.add("killer", what + ", " + mishaps.size() + " requests failed", healing.healed());
        }
    }

    private List<ServiceInstance> copies(ServiceKind kind) {
        return stack.instances().stream()
                .filter(instance -> instance.kind() == kind)
                .toList();
    }

    /** The gateway asks every second. */
    private void awaitTaken(ServiceKind kind) {
        Polling.until(
                "the gateway uses both copies of " + kind.label(),
                SETTLE,
                () -> stack.answering(kind),
                answering -> answering == copies(kind).size());
    }
}
