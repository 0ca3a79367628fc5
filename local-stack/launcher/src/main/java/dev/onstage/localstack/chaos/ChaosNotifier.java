package dev.onstage.localstack.chaos;

import dev.onstage.events.Topic;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Tells the notifier of many sessions, events of both topics in any order and some of them twice, while Discord has a bad day,
 * a webhook is deleted there, and one of two copies of the notifier is killed again and again. Then, in good weather, waits
 * until nothing is left to do and compares what stands at Discord with what the script wants to stand there.
 */
public final class ChaosNotifier {

    private static final int CHANNELS = 5;
    private static final int DESTINATIONS_PER_CHANNEL = 4;
    private static final List<String> POINTS = List.of("notifier.after-send", "notifier.before-send");
    private static final List<Topic> TOPICS = List.of(Topic.STREAM_LIFECYCLE, Topic.ANALYTICS_SESSION);

    private final LocalStack stack;
    private final OnstageApi operator;
    private final DiscordSimulatorApi discord;
    private final ChaosNotifierOptions options;
    private final Timeline timeline;

    /** For somebody who is signed in as operator, on a stack whose notifier nobody else kills meanwhile. */
    public ChaosNotifier(
            LocalStack stack,
            OnstageApi operator,
            DiscordSimulatorApi discord,
            ChaosNotifierOptions options,
            Timeline timeline) {
        this.stack = stack;
        this.operator = operator;
        this.discord = discord;
        this.options = options;
        this.timeline = timeline;
    }

    /** Does it all; one copy of the notifier runs afterwards, as before. */
    public NotifierReport run() {
        List<String> channelIds = IntStream.rangeClosed(1, CHANNELS)
                .mapToObj(number -> "chaos-notifier-" + number)
                .toList();
        var script = new NotifierScript(options.seed(), channelIds, options.sessions());
        List<ChaosDestination> destinations =
                ChaosDestination.spread(options.seed(), channelIds, DESTINATIONS_PER_CHANNEL);
        create(channelIds, destinations);
        var deleted = new DeletedWebhook(toBeDeleted(destinations));
        ServiceInstance another = stack.startAnother(ServiceKind.NOTIFIER, Map.of());
        List<ServiceInstance> copies = List.of(stack.service(ServiceKind.NOTIFIER), another);
        var killer = new Killer(new SplittableRandom(options.seed()), timeline::add);
        try (var kafka = new KafkaApi(stack.kafkaBootstrapServers())) {
            long deadLettersBefore = deadLetters(kafka);
            DiscordWeather.begin(discord);
            timeline.add("discord", "a bad day begins");
            try {
                play(script, killer, copies, deleted);
            } finally {
                discord.clearFaults();
                timeline.add("discord", "the weather is fine again");
            }
            var audit = new NotifierAudit(stack, discord, script, destinations, deleted);
            var report = new NotifierReport(killer.kills(), script.lines().size());
            settle(audit, report, kafka);
            long deadLetters = deadLetters(kafka) - deadLettersBefore;
            if (deadLetters > 0) {
                report.broken(deadLetters + " dead letters");
            }
            killer.notReached().forEach(point -> report.broken("the crash point " + point + " was not reached"));
            return report;
        } finally {
            stack.remove(another);
        }
    }

    private static ChaosDestination toBeDeleted(List<ChaosDestination> destinations) {
        return destinations.stream()
                // Where messages are deleted, a call that is repeated is answered 404 for another reason.
                .filter(destination -> destination.atEnd() != AtEnd.DELETE)
                .findFirst()
                .orElseThrow();
    }

    private void create(List<String> channelIds, List<ChaosDestination> destinations) {
        for (String channelId : channelIds) {
            operator.post("/api/channels", Map.of("channelId", channelId, "title", "Chaos"))
                    .orThrow();
        }
        operator.renew();
        for (ChaosDestination destination : destinations) {
            ChannelApi channel = operator.channel(destination.channelId());
            channel.setDiscordDestination(
                            destination.name(),
                            discord.webhookUrl(destination.webhookId()),
                            Map.of(
                                    "atEnd",
                                    destination.atEnd().name(),
                                    "onUnknown",
                                    destination.onUnknown().name()))
                    .orThrow();
        }
        timeline.add("notifier", destinations.size() + " destinations stored");
    }

    /** The script lasts as long as the kills do, so that each of them hits while there is work. */
    private void play(NotifierScript script, Killer killer, List<ServiceInstance> copies, DeletedWebhook deleted) {
        var player = new ScriptPlayer(script, stack.kafkaBootstrapServers(), killer.progress());
        CompletableFuture<Void> killed =
                CompletableFuture.runAsync(() -> killer.inTurns(copies, POINTS, options.kills()), task -> {
                    var thread = new Thread(task, "kills");
                    thread.setDaemon(true);
                    thread.start();
                });
        player.play(() -> {
            discord.deleteWebhook(deleted.destination().webhookId());
            deleted.deleted(Instant.now());
            timeline.add("discord", "the webhook of " + deleted.destination() + " is deleted");
        });
        timeline.add("script", script.lines().size() + " events published");
        try {
            killed.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private void settle(NotifierAudit audit, NotifierReport report, KafkaApi kafka) {
        CatchUp.await(kafka, TOPICS, timeline::add);
        int waiting = Polling.until("nothing left to tell", CatchUp.WITHIN, audit::unsettled, left -> left == 0);
        timeline.add("notifier", "notifications with something left to do: " + waiting);
        audit.into(report);
    }

    private static long deadLetters(KafkaApi kafka) {
        return TOPICS.stream().mapToLong(kafka::deadLetters).sum();
    }
}
