package dev.onstage.localstack.chaos;

import dev.onstage.events.Topic;
import dev.onstage.localstack.bench.IngestBench;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.load.SignedRequests;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.ServerKind;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.story.CallIds;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sends deliveries at a steady rate while webhook-ingest, or one of two copies of analytics, is killed again and again, and
 * Kafka and PostgreSQL go away and come back; then compares the sender's record with the journal and with the figures. Each delivery is sent once: what was not
 * acknowledged may have arrived, what was acknowledged must have.
 */
public final class ChaosIngest {

    private static final String CHANNEL = "chaos";
    private static final int CONNECTIONS = 512;
    private static final long CALM_MILLIS = 2000;
    private static final String AFTER_SPOOL = "ingest.after-spool";
    private static final String RELAY_AFTER_SEND = "spool-relay.after-send";

    /** Points that are passed while everything is well. */
    private static final List<String> INGEST_POINTS =
            List.of("ingest.after-publish", "journal.before-commit", "ingest.before-publish", "journal.after-commit");

    private static final List<String> ANALYTICS_POINTS = List.of("intake.after-commit");

    private final LocalStack stack;
    private final OnstageApi operator;
    private final ChaosIngestOptions options;
    private final Timeline timeline;
    private final SplittableRandom random;
    private final DeliveryRecord record = new DeliveryRecord();
    private final Killer killer;

    /** For somebody who is signed in as operator, on a stack that nobody else uses meanwhile. */
    public ChaosIngest(LocalStack stack, OnstageApi operator, ChaosIngestOptions options, Timeline timeline) {
        this.stack = stack;
        this.operator = operator;
        this.options = options;
        this.timeline = timeline;
        this.random = new SplittableRandom(options.seed());
        this.killer = new Killer(random, this::told);
    }

    /** Does it all; everything runs again afterwards. */
    public ChaosReport run() {
        Crowd crowd = provision();
        long deadLettersBefore = deadLetters();
        var audit = new IngestAudit(stack, crowd, CHANNEL);
        URI target = target();
        var signed = new SignedRequests(
                target, stack.secrets().simulatorApiKey(), stack.secrets().simulatorApiSecret());
        try (var generator = new LoadGenerator(target, CONNECTIONS, options.patience())) {
            LoadGenerator.OpenLoad load = generator.openLoop(
                    number -> signed.request(crowd, number), options.rate(), Integer.MAX_VALUE, record);
            told("sender", options.rate() + " deliveries/s to " + target);
            Pause.millis(CALM_MILLIS);
            killer.inTurns(victims(), points(), options.kills());
            if (!options.outage().isZero()) {
                kafkaAway();
                postgresAway();
                if (options.together()) {
                    bothAway();
                }
            }
            Pause.millis(CALM_MILLIS);
            load.end();
        }
        told("sender", record.count() + " deliveries sent");
        return settle(audit, deadLettersBefore);
    }

    private Crowd provision() {
        operator.post("/api/channels", Map.of("channelId", CHANNEL, "title", "Chaos"))
                .orThrow();
        operator.renew();
        ChannelApi channel = operator.channel(CHANNEL);
        var provisioned = channel.provision().orThrow();
        return new Crowd(
                options.seed(),
                CallIds.cid(provisioned),
                provisioned.path("chatChannelCid").asText(),
                Instant.now(),
                Duration.ofNanos(1_000_000_000L / options.rate()));
    }

    private URI target() {
        URI base =
                options.throughGateway() ? stack.url(Port.GATEWAY) : service().url();
        return base.resolve(IngestBench.PATH);
    }

    private List<ServiceInstance> victims() {
        ServiceInstance first = stack.service(options.victim());
        return options.victim() == ServiceKind.WEBHOOK_INGEST
                ? List.of(first)
                : List.of(first, stack.startAnother(options.victim(), Map.of()));
    }

    private List<String> points() {
        return options.victim() == ServiceKind.WEBHOOK_INGEST ? INGEST_POINTS : ANALYTICS_POINTS;
    }

    private void kafkaAway() {
        long back = System.nanoTime() + options.outage().toNanos();
        stack.stop(ServerKind.KAFKA);
        told("kafka", "stopped");
        killer.kill(service(), "kafka away");
        service().startArmed(AFTER_SPOOL, Map.of());
        killer.awaitDeath(service(), AFTER_SPOOL, "kafka away");
        service().startArmed(RELAY_AFTER_SEND, Map.of());
        service().awaitReadyOrEnded();
        told("webhook-ingest", "ready without kafka");
        Pause.until(back);
        stack.start(ServerKind.KAFKA);
        told("kafka", "back");
        killer.awaitDeath(service(), RELAY_AFTER_SEND, "kafka back");
        service().start(Map.of());
        Pause.millis(CALM_MILLIS);
    }

    private void postgresAway() {
        long back = System.nanoTime() + options.outage().toNanos();
        stack.stop(ServerKind.POSTGRES);
        told("postgres", "stopped");
        Pause.millis(random.nextLong(CALM_MILLIS));
        killer.kill(service(), "postgres away");
        service().start(Map.of());
        told("webhook-ingest", "ready without postgres");
        Pause.until(back);
        stack.start(ServerKind.POSTGRES);
        told("postgres", "back");
        Pause.millis(CALM_MILLIS);
    }

    private void bothAway() {
        long back = System.nanoTime() + options.outage().toNanos();
        stack.kill(ServerKind.KAFKA);
        stack.kill(ServerKind.POSTGRES);
        told("kafka, postgres", "both killed");
        Pause.until(back);
        stack.start(ServerKind.POSTGRES);
        told("postgres", "back");
        stack.start(ServerKind.KAFKA);
        told("kafka", "back");
        Pause.millis(CALM_MILLIS);
    }

    private ChaosReport settle(IngestAudit audit, long deadLettersBefore) {
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            audit.settle(kafka, this::told);
            return new ChaosReport(
                    record,
                    audit.journal(),
                    audit.effects(),
                    deadLetters() - deadLettersBefore,
                    killer.notReached(),
                    killer.kills(),
                    options.throughGateway());
        }
    }

    private long deadLetters() {
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            return List.of(Topic.values()).stream()
                    .mapToLong(kafka::deadLetters)
                    .sum();
        }
    }

    private ServiceInstance service() {
        return stack.service(ServiceKind.WEBHOOK_INGEST);
    }

    private void told(String where, String what) {
        timeline.add(
                where,
                "%-62s 2xx %7d, 503 %6d, refused %6d, cut %5d, late %4d"
                        .formatted(
                                what,
                                record.count(Fate.ACCEPTED),
                                record.count(Fate.SEND_AGAIN),
                                record.count(Fate.REFUSED),
                                record.count(Fate.CUT),
                                record.count(Fate.TIMED_OUT)));
    }
}
