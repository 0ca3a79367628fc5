package dev.onstage.localstack.bench;

import dev.onstage.events.Topic;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.load.Tally;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many deliveries webhook-ingest accepts per second beside what its HTTP server, and Kafka, could take on this machine.
 * The targets take turns, so that whatever else the machine does meets all of them. For a stack of its own; one use.
 */
public final class IngestBench implements AutoCloseable {

    /** Where GetStream delivers. */
    public static final String PATH = "/api/webhooks/getstream";

    /** What both HTTP servers run with: as much heap as the least container has, and the JIT of a server. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    /** A broker that has run for a while is compiled as well as it gets. */
    private static final List<String> KAFKA_JVM_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private static final String JOURNAL = "ONSTAGE_JOURNAL_ENABLED";
    private static final Duration JOURNAL_PATIENCE = Duration.ofMinutes(5);
    private static final int FIRST_POOL = 40_000;
    private static final int LARGEST_POOL = 300_000;
    private static final double RESERVE = 1.3;
    private static final int MOST_WARM_UPS = 16;
    private static final double STILL_FASTER = 1.05;

    private final LocalStack stack;
    private final IngestBenchOptions options;
    private final PrintWriter out;
    private final Pool pool;
    private final KafkaLimit kafka;
    private final Map<Target, URI> urls = new EnumMap<>(Target.class);
    private final Map<Target, LoadGenerator> generators = new EnumMap<>(Target.class);
    private final Map<Target, Double> expected = new EnumMap<>(Target.class);

    /** Describes the stack it needs. */
    public static LocalStackBuilder stack(LocalStackBuilder builder) {
        return builder.only(ServiceKind.WEBHOOK_INGEST)
                .jvmOptions(ServiceKind.WEBHOOK_INGEST, JVM_OPTIONS)
                .kafkaJvmOptions(KAFKA_JVM_OPTIONS)
                .environment(ServiceKind.WEBHOOK_INGEST, Map.of(JOURNAL, "false"));
    }

    /** For a stack started with {@link #stack}. */
    public IngestBench(LocalStack stack, IngestBenchOptions options, PrintWriter out) {
        this.stack = stack;
        this.options = options;
        this.out = out;
        this.pool =
                new Pool(stack.secrets().simulatorApiKey(), stack.secrets().simulatorApiSecret(), System.nanoTime());
        this.kafka = new KafkaLimit(stack.kafkaBootstrapServers());
        URI limit = stack.startLimitServer(JVM_OPTIONS);
        URI service = service().url().resolve(PATH);
        urls.put(Target.SERVICE, service);
        urls.put(Target.SERVICE_AND_JOURNAL, service);
        urls.put(Target.HMAC_ONLY, limit.resolve("/hmac"));
        urls.put(Target.BARE, limit.resolve("/bare"));
        urls.forEach((target, url) -> generators.put(target, new LoadGenerator(url, options.connections())));
    }

    /** Measures everything. */
    public IngestReport measure() throws InterruptedException {
        List<Target> alone = List.of(Target.SERVICE, Target.HMAC_ONLY, Target.BARE, Target.KAFKA);
        warmUp(alone);
        List<Map<Target, Round>> rounds = rounds(alone);
        var report = new IngestReport(rounds, options);
        report.halfLoad(halfLoad(report.halfLoadRate(), options.halfLoadSeconds()));
        if (options.withJournal()) {
            startWithJournal();
            warmUp(List.of(Target.SERVICE_AND_JOURNAL));
            awaitJournal();
            report.withJournal(rounds(List.of(Target.SERVICE_AND_JOURNAL, Target.HMAC_ONLY)));
        }
        if (!options.soak().isZero()) {
            report.soak(soak(report.soakRate()));
        }
        return report;
    }

    private SoakReport soak(int rate) {
        // As much heap and the same options as in the rounds; the journal is part of what must stay flat.
        service().restart(Map.of(JOURNAL, "true"));
        progress("soaking for %s at %d deliveries/s".formatted(options.soak(), rate));
        return new Soak(stack, pool, url(Target.SERVICE), out).run(generator(Target.SERVICE), rate, options.soak());
    }

    /** Until none of them gets faster any more: until then it is the JIT that is measured. */
    private void warmUp(List<Target> targets) throws InterruptedException {
        boolean faster = true;
        for (int pass = 0; pass < MOST_WARM_UPS && faster; pass++) {
            faster = false;
            for (Target target : targets) {
                double rate = round(target).perSecond();
                progress("warming up: %-42s %8.0f/s".formatted(target.label(), rate));
                Double before = expected.put(target, rate);
                faster |= before == null || rate > before * STILL_FASTER;
            }
        }
    }

    private List<Map<Target, Round>> rounds(List<Target> targets) throws InterruptedException {
        var rounds = new ArrayList<Map<Target, Round>>();
        var order = new ArrayList<Target>(targets);
        for (int number = 1; number <= options.rounds(); number++) {
            var round = new EnumMap<Target, Round>(Target.class);
            for (Target target : order) {
                Round measured = round(target);
                round.put(target, measured);
                progress("round %d of %d: %-42s %8.0f/s %s"
                        .formatted(
                                number,
                                options.rounds(),
                                target.label(),
                                measured.perSecond(),
                                measured.errors().isEmpty() ? "" : measured.errors()));
                if (target == Target.SERVICE_AND_JOURNAL) {
                    awaitJournal();
                }
            }
            rounds.add(round);
            // Nobody is always the one after the garbage of the same other.
            Collections.rotate(order, 1);
        }
        return rounds;
    }

    private Round round(Target target) throws InterruptedException {
        Double rate = expected.get(target);
        int count = rate == null
                ? FIRST_POOL
                : (int) Math.min(LARGEST_POOL, rate * options.seconds() * RESERVE + options.connections());
        Duration duration = Duration.ofSeconds(options.seconds());
        if (target == Target.KAFKA) {
            return Round.of(kafka.send(KafkaLimit.records(pool.crowd(), FIRST_POOL), duration));
        }
        var tally = new Tally();
        generator(target).closedLoop(pool.requests(url(target), count), duration, tally);
        return Round.of(tally);
    }

    /** An open loop at that rate against the service. */
    private Round halfLoad(int rate, int seconds) {
        progress("%d deliveries/s, whether answered or not, for %d s".formatted(rate, seconds));
        int count = rate * seconds;
        List<byte[]> requests = pool.requests(url(Target.SERVICE), count);
        var tally = new Tally();
        generator(Target.SERVICE).openLoop(requests::get, rate, count, tally).join();
        return Round.of(tally);
    }

    private void startWithJournal() {
        progress("restarting with the journal consumer on");
        service().stop();
        try (var api = new KafkaApi(stack.kafkaBootstrapServers())) {
            // The journal has nothing to catch up with that it was not there for.
            api.empty(Topic.PROVIDER_DELIVERIES);
        }
        service().start(Map.of(JOURNAL, "true"));
    }

    /** What is still to be journaled would take its share of the next target's cores. */
    private void awaitJournal() {
        String group = Topic.PROVIDER_DELIVERIES.groups().get(0);
        try (var api = new KafkaApi(stack.kafkaBootstrapServers())) {
            Polling.until(
                    "the journal has caught up",
                    JOURNAL_PATIENCE,
                    () -> api.lag(Topic.PROVIDER_DELIVERIES, group),
                    lag -> lag == 0);
        }
    }

    private ServiceInstance service() {
        return stack.service(ServiceKind.WEBHOOK_INGEST);
    }

    private LoadGenerator generator(Target target) {
        return known(generators.get(target), target);
    }

    private URI url(Target target) {
        return known(urls.get(target), target);
    }

    private static <T> T known(@Nullable T value, Target target) {
        if (value == null) {
            throw new StackException(Failure.CHECK_FAILED, target + " has no address");
        }
        return value;
    }

    private void progress(String what) {
        out.println("  " + what);
        out.flush();
    }

    @Override
    public void close() {
        generators.values().forEach(LoadGenerator::close);
        kafka.close();
    }
}
