package dev.onstage.localstack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.events.Topic;
import dev.onstage.localstack.bench.IngestBench;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.load.SignedRequests;
import dev.onstage.localstack.rolling.Broadcasts;
import dev.onstage.localstack.rolling.Calm;
import dev.onstage.localstack.rolling.Comebacks;
import dev.onstage.localstack.rolling.Mishap;
import dev.onstage.localstack.rolling.Mishaps;
import dev.onstage.localstack.rolling.RollingPart;
import dev.onstage.localstack.rolling.SteadyCalls;
import dev.onstage.localstack.rolling.StreamReaders;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.story.CallIds;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.Port;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Everybody who uses Onstage during one part of {@link ChaosRolling}, through the gateway: GetStream delivers, people read an event
 * stream, poll and ask, and a broadcaster goes live and ends all the time. Each part has channels of its own, so that what
 * became of it can be told from what became of the others. Steps are taken by one thread.
 */
final class RollingLoad implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int POLLERS = 4;
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(100);
    private static final Duration BETWEEN_COMMANDS = Duration.ofMillis(500);
    /** Discord takes 30 posts a minute. */
    private static final Duration BETWEEN_BROADCASTS = Duration.ofSeconds(4);

    private static final Duration SETTLE = Duration.ofMinutes(3);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final String DESTINATION = "public";

    private final LocalStack stack;
    private final OnstageApi operator;
    private final ChaosRollingOptions options;
    private final Timeline timeline;
    private final RollingPart.Kind kind;
    private final DiscordSimulatorApi discord;
    private final GetStreamSimulatorApi getStream;
    private final ChannelApi watched;
    private final ChannelApi busy;
    private final ChannelApi crowded;
    private final Mishaps mishaps = new Mishaps();
    private final Broadcasts broadcasts = new Broadcasts();
    private final NotedDeliveries deliveries = new NotedDeliveries(mishaps);
    private final SteadyCalls calls = new SteadyCalls(mishaps);
    private final Crowd crowd;
    private final long deadLettersBefore;
    private final StreamReaders readers;
    private final LoadGenerator generator;
    private final LoadGenerator.OpenLoad load;
    private Duration longestChange = Duration.ZERO;
    private int titles;
    private boolean ended;

    /** Begins, and returns when everybody reads and has been answered. */
    RollingLoad(
            LocalStack stack,
            OnstageApi operator,
            ChaosRollingOptions options,
            Timeline timeline,
            RollingPart.Kind kind) {
        this.stack = stack;
        this.operator = operator;
        this.options = options;
        this.timeline = timeline;
        this.kind = kind;
        this.discord = new DiscordSimulatorApi(stack.url(Port.DISCORD_SIMULATOR));
        this.getStream = new GetStreamSimulatorApi(stack.url(Port.GETSTREAM_SIMULATOR));
        String name = "rolling-" + kind.name().toLowerCase(Locale.ROOT);
        this.watched = operator.channel(name + "-watched");
        this.busy = operator.channel(name + "-busy");
        this.crowded = operator.channel(name + "-crowded");
        this.crowd = prepare();
        this.deadLettersBefore = deadLetters();
        URI gateway = stack.url(Port.GATEWAY);
        this.readers = new StreamReaders(
                gateway, "/api/channels/" + watched.id() + "/live/events", options.streams(), mishaps);
        this.generator = new LoadGenerator(gateway, CONNECTIONS, options.patience());
        awaitReading();
        beginCalls();
        this.load = generator.openLoop(requests(gateway), options.rate(), Integer.MAX_VALUE, deliveries);
        Instant begin = Instant.now();
        Polling.until("an answer for everybody", SETTLE, () -> calls.answeredSince(begin), answered -> answered);
        timeline.add("people", options.streams() + " read the event stream; others deliver, ask and command");
    }

    private Crowd prepare() {
        for (ChannelApi channel : List.of(watched, busy, crowded)) {
            operator.post("/api/channels", Map.of("channelId", channel.id(), "title", "Rolling"))
                    .orThrow();
        }
        operator.renew();
        connectEncoder(busy);
        busy.setDiscordDestination(DESTINATION, discord.webhookUrl(webhookId()), Map.of("atEnd", AtEnd.EDIT.name()))
                .orThrow();
        JsonNode provisioned = crowded.provision().orThrow();
        return new Crowd(
                options.seed() + kind.name().hashCode(),
                CallIds.cid(provisioned),
                provisioned.path("chatChannelCid").asText(),
                Instant.now(),
                Duration.ofSeconds(1).dividedBy(options.rate()));
    }

    private String webhookId() {
        return DiscordSimulatorApi.webhookId(busy.id());
    }

    private void connectEncoder(ChannelApi channel) {
        channel.provision().orThrow();
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
    }

    private IntFunction<byte[]> requests(URI gateway) {
        var signed = new SignedRequests(
                gateway.resolve(IngestBench.PATH),
                stack.secrets().simulatorApiKey(),
                stack.secrets().simulatorApiSecret());
        return number -> {
            deliveries.sent(number);
            return signed.request(crowd, number);
        };
    }

    private void beginCalls() {
        String page = "/api/channels/" + watched.id();
        for (int i = 0; i < POLLERS; i++) {
            calls.begin("GET live", BETWEEN_POLLS, () -> operator.get("/api/channels/" + busy.id() + "/live"));
        }
        calls.begin("GET broadcast", BETWEEN_COMMANDS, () -> operator.get(page + "/broadcast"));
        calls.begin("GET stats", BETWEEN_COMMANDS, () -> operator.get("/api/stats/channels/" + watched.id()));
        calls.begin(
                "GET notifications", BETWEEN_COMMANDS, () -> operator.get("/api/notifications/channels/" + busy.id()));
        calls.begin("GET deliveries", BETWEEN_COMMANDS, () -> operator.get("/api/webhooks/deliveries?limit=1"));
        var seconds = new AtomicInteger();
        calls.begin(
                "PATCH channel",
                BETWEEN_COMMANDS,
                () -> watched.change(Map.of("graceSeconds", 60 + seconds.incrementAndGet() % 60)));
        calls.begin("go live and stop", BETWEEN_BROADCASTS, this::broadcast);
    }

    private HttpAnswer broadcast() {
        boolean told = false;
        try {
            HttpAnswer started = busy.goLive();
            String sessionId = started.body().path("session").path("sessionId").asText();
            if (!started.isSuccess() || sessionId.isEmpty()) {
                endWhatMayHaveBegun();
                return started;
            }
            told = true;
            broadcasts.begun(sessionId);
            return busy.stopLive();
        } finally {
            if (!told) {
                broadcasts.unknown();
            }
        }
    }

    /** A command that was answered too late may have been carried out: whoever finds the channel on air ends it, and begins again. */
    private void endWhatMayHaveBegun() {
        HttpAnswer unused = busy.stopLive();
    }

    /** Returns when every reader has the stream. */
    void awaitReading() {
        Polling.until(
                options.streams() + " readers", SETTLE, readers::reading, reading -> reading == options.streams());
    }

    /**
     * Waits until nothing fails any more.
     *
     * @return whether that came
     */
    boolean awaitCalm() {
        var calm = new Calm(mishaps, this::settledSince, CALM, Instant.now());
        return Polling.tryUntil(SETTLE, () -> calm.isReached(Instant.now()), reached -> reached)
                .isPresent();
    }

    private boolean settledSince(Instant moment) {
        return readers.allReading() && calls.answeredSince(moment) && deliveries.settledSince(moment);
    }

    /** Gives the channel of the event stream, which is not on air, a new title, and returns how long it took to reach every reader. */
    Duration changeTitle() {
        String title = "Rolling title " + ++titles + ".";
        long begin = System.nanoTime();
        HttpAnswer answer = watched.change(Map.of("title", title));
        if (!answer.isSuccess()) {
            mishaps.note("PATCH title", answer.describe());
        }
        boolean unused = Polling.tryUntil(SETTLE, () -> readers.allShow(title), all -> all)
                .isPresent();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        longestChange = took.compareTo(longestChange) > 0 ? took : longestChange;
        return took;
    }

    /** What has failed since then. */
    List<Mishap> mishapsSince(Instant moment) {
        return mishaps.since(moment);
    }

    /** When a reader came back last. */
    Instant readersBack() {
        return readers.comebacks().latest();
    }

    Comebacks comebacks() {
        return readers.comebacks();
    }

    Duration longestChange() {
        return longestChange;
    }

    List<Mishap> mishaps() {
        return mishaps.all();
    }

    RollingPart.Traffic traffic() {
        return new RollingPart.Traffic(calls.answered(), deliveries.count(), broadcasts.count());
    }

    /** Nobody sends anything more; everything that was under way has ended when it returns. */
    void end() {
        if (!ended) {
            ended = true;
            load.end();
            calls.close();
            generator.close();
            readers.close();
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Compares what everybody was told with what is stored and posted; to be asked after the end. */
    List<String> differences() {
        var differences = new ArrayList<String>();
        deliveries(differences);
        sessions(differences);
        long deadLetters = deadLetters() - deadLettersBefore;
        if (deadLetters > 0) {
            differences.add(deadLetters + " records are dead letters");
        }
        return differences;
    }

    private void deliveries(List<String> differences) {
        var audit = new IngestAudit(stack, crowd, crowded.id());
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            audit.settle(kafka, timeline::add);
        }
        BitSet accepted = deliveries.accepted();
        for (Account account : List.of(audit.journal(), audit.effects())) {
            int lost = account.lost(accepted);
            int wrong = account.twice() + account.wrong() + account.foreign();
            timeline.add(
                    account.place(),
                    account.found(accepted) + " of " + accepted.cardinality() + " accepted deliveries are there");
            if (lost + wrong > 0) {
                differences.add("%s: %d accepted deliveries are lost, %d are there twice, %d wrong, %d sent by nobody"
                        .formatted(account.place(), lost, account.twice(), account.wrong(), account.foreign()));
                differences.addAll(account.examples());
            }
        }
    }

    private void sessions(List<String> differences) {
        boolean unused = Polling.tryUntil(
                        SETTLE, busy::allSessions, sessions -> broadcasts.allIn(ids(sessions)) && live(sessions) == 0)
                .isPresent();
        List<JsonNode> sessions = busy.allSessions();
        timeline.add("analytics", sessions.size() + " sessions of " + broadcasts.count() + " broadcasts");
        differences.addAll(broadcasts.differences(ids(sessions)));
        if (live(sessions) > 0) {
            differences.add(live(sessions) + " sessions have not ended");
        }
        posts(differences, sessions.size());
    }

    /** One message each, which is edited at the end. After a kill nobody may know whether one was posted; then it is posted again. */
    private void posts(List<String> differences, int sessions) {
        boolean unused = Polling.tryUntil(
                        SETTLE, () -> discord.messages(webhookId()).size(), posted -> posted >= sessions)
                .isPresent();
        int posted = discord.messages(webhookId()).size();
        timeline.add("notifier", posted + " posts for " + sessions + " sessions");
        if (posted < sessions || (kind == RollingPart.Kind.ORDERLY && posted > sessions)) {
            differences.add(posted + " posts stand at Discord for " + sessions + " sessions");
        }
    }

    private static List<String> ids(List<JsonNode> sessions) {
        return sessions.stream()
                .map(session -> session.path("sessionId").asText())
                .toList();
    }

    private static long live(List<JsonNode> sessions) {
        return sessions.stream()
                .filter(session -> session.path("live").asBoolean())
                .count();
    }

    private long deadLetters() {
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            return Arrays.stream(Topic.values()).mapToLong(kafka::deadLetters).sum();
        }
    }
}
