package dev.onstage.localstack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.bench.IngestBench;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.hostile.Companions;
import dev.onstage.localstack.hostile.HostileCrowd;
import dev.onstage.localstack.hostile.HostileReport;
import dev.onstage.localstack.hostile.HostileReport.SignedDeliveries;
import dev.onstage.localstack.hostile.LogCheck;
import dev.onstage.localstack.hostile.Vitals;
import dev.onstage.localstack.hostile.VitalsReader;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.load.SignedRequests;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.story.CallIds;
import dev.onstage.localstack.story.DemoAccount;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.Port;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends what somebody outside could send to do harm, through the gateway, beside signed deliveries, a live stream with viewers
 * and people who sign in; then compares what all of them got with what they would have got alone.
 */
public final class ChaosHostile {

    private static final int CONNECTIONS = 64;
    private static final int VIEWERS = 25;
    private static final Duration SETTLE = Duration.ofMinutes(2);
    private static final Duration TOKEN_USED_FOR = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final OnstageApi operator;
    private final DemoAccount person;
    private final ChaosHostileOptions options;
    private final Timeline timeline;
    private final URI gateway;
    private final GetStreamSimulatorApi getStream;
    private final VitalsReader reader = new VitalsReader();

    /**
     * On a stack that nobody else uses meanwhile.
     *
     * @param operator signed in
     * @param person the same account, to be signed in again and again
     */
    public ChaosHostile(
            LocalStack stack, OnstageApi operator, DemoAccount person, ChaosHostileOptions options, Timeline timeline) {
        this.stack = stack;
        this.operator = operator;
        this.person = person;
        this.options = options;
        this.timeline = timeline;
        this.gateway = stack.url(Port.GATEWAY);
        this.getStream = new GetStreamSimulatorApi(stack.url(Port.GETSTREAM_SIMULATOR));
    }

    /** Does it all; the stream it began is over afterwards. */
    public HostileReport run() {
        create("hostile-crowd", "hostile-live", "hostile-target");
        Crowd crowd = crowd(operator.channel("hostile-crowd"));
        operator.channel("hostile-target").provision().orThrow();
        String sessionId = goLive(operator.channel("hostile-live"));
        List<Vitals> before = vitals();
        var audit = new IngestAudit(stack, crowd, "hostile-crowd");
        var record = new DeliveryRecord();
        var signed = new SignedRequests(
                gateway.resolve(IngestBench.PATH),
                stack.secrets().simulatorApiKey(),
                stack.secrets().simulatorApiSecret());
        var companions = new Companions(gateway, "hostile-live", VIEWERS, person.email(), person.password());
        try (var generator = new LoadGenerator(gateway, CONNECTIONS, options.patience())) {
            LoadGenerator.OpenLoad load = generator.openLoop(
                    number -> signed.request(crowd, number), options.rate(), Integer.MAX_VALUE, record);
            var hostile = new HostileCrowd(
                    gateway,
                    options.seed(),
                    stack.secrets().simulatorApiKey(),
                    "hostile-target",
                    new AccessToken(gateway, person, TOKEN_USED_FOR));
            try (companions;
                    hostile) {
                timeline.add("hostile", "begins, for " + options.length().toSeconds() + " s");
                Pause.millis(options.length().toMillis());
            }
            load.end();
            timeline.add("hostile", hostile.outcome().sent() + " inputs sent");
            return report(hostile, companions, record, audit, before, sessionId);
        }
    }

    private HostileReport report(
            HostileCrowd hostile,
            Companions companions,
            DeliveryRecord record,
            IngestAudit audit,
            List<Vitals> before,
            String sessionId) {
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            audit.settle(kafka, timeline::add);
        }
        Account journal = audit.journal();
        Account effects = audit.effects();
        int accepted = record.count(Fate.ACCEPTED);
        var deliveries = new SignedDeliveries(
                record.count(),
                record.count() - accepted,
                journal.lost(record.with(Fate.ACCEPTED)) + effects.lost(record.with(Fate.ACCEPTED)),
                journal.twice()
                        + journal.wrong()
                        + journal.foreign()
                        + effects.twice()
                        + effects.wrong()
                        + effects.foreign());
        return new HostileReport(
                hostile.outcome(),
                companions.outcome(),
                deliveries,
                notBack(before),
                LogCheck.broken(stack.state().logs()),
                figures(sessionId));
    }

    private void create(String... channelIds) {
        for (String channelId : channelIds) {
            operator.post("/api/channels", Map.of("channelId", channelId, "title", "Chaos"))
                    .orThrow();
        }
        operator.renew();
    }

    private Crowd crowd(ChannelApi channel) {
        JsonNode provisioned = channel.provision().orThrow();
        return new Crowd(
                options.seed(),
                CallIds.cid(provisioned),
                provisioned.path("chatChannelCid").asText(),
                Instant.now(),
                Duration.ofNanos(1_000_000_000L / options.rate()));
    }

    private String goLive(ChannelApi channel) {
        JsonNode provisioned = channel.provision().orThrow();
        JsonNode encoder = channel.encoder().orThrow();
        getStream
                .connectEncoder(
                        encoder.path("server").asText(),
                        encoder.path("streamKey").asText())
                .orThrow();
        Polling.until(
                "an encoder",
                SETTLE,
                channel::broadcast,
                broadcast -> broadcast.path("encoder").path("state").asText().equals("CONNECTED"));
        channel.goLive().orThrow();
        Polling.until("a live page", SETTLE, channel::live, state -> state.path("isLive")
                .asBoolean());
        getStream
                .joinViewers(CallIds.cid(provisioned), VIEWERS, "hostile-viewer")
                .orThrow();
        JsonNode page = Polling.until(
                VIEWERS + " viewers",
                SETTLE,
                channel::live,
                state -> state.path("viewers").asInt() == VIEWERS);
        timeline.add("hostile-live", "live with " + VIEWERS + " viewers");
        return page.path("sessionId").asText();
    }

    /** Ends the stream that was watched and looks at what is kept of it. */
    private List<String> figures(String sessionId) {
        operator.channel("hostile-live").stopLive().orThrow();
        Optional<JsonNode> ended =
                Polling.tryUntil(SETTLE, () -> operator.session(sessionId), session -> !session.path("endedAt")
                        .asText("")
                        .isEmpty());
        if (ended.isEmpty()) {
            return List.of("the watched session did not end");
        }
        JsonNode session = ended.get();
        var wrong = new ArrayList<String>();
        for (String figure : List.of("peakViewers", "uniqueViewers")) {
            if (session.path(figure).asInt() != VIEWERS) {
                wrong.add("%s of the watched session is %s instead of %d"
                        .formatted(figure, session.path(figure), VIEWERS));
            }
        }
        return wrong;
    }

    private List<String> notBack(List<Vitals> before) {
        Polling.tryUntil(SETTLE, this::vitals, now -> notBack(before, now).isEmpty());
        return notBack(before, vitals());
    }

    private static List<String> notBack(List<Vitals> before, List<Vitals> now) {
        var notBack = new ArrayList<String>();
        for (int i = 0; i < before.size(); i++) {
            notBack.addAll(now.get(i).notBack(before.get(i)));
        }
        return notBack;
    }

    private List<Vitals> vitals() {
        return stack.instances().stream().map(reader::read).toList();
    }
}
