package dev.onstage.localstack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.CallIds;
import dev.onstage.localstack.story.CrowdPlan;
import dev.onstage.localstack.story.CrowdPlay;
import dev.onstage.localstack.story.DemoAccount;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Encoders, viewers, chatters and GetStream's own dashboard, all simulated. */
@Command(
        name = "simulate",
        description = "Lets simulated encoders, viewers and chatters act, and GetStream itself misbehave.",
        synopsisSubcommandLabel = "(encoder | viewers | chat | crowd | provider | outage)",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Runnable {

    enum EncoderAction {
        start,
        stop
    }

    enum ViewersAction {
        join,
        leave
    }

    enum ProviderAction {
        go_live,
        stop_live,
        mark_ended
    }

    enum OutageMode {
        none,
        refuse,
        error500,
        hang
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before any command.
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Which channel is meant. */
    static final class Target {

        @Option(
                names = "--channel",
                defaultValue = "main",
                paramLabel = "ID",
                description = "Default: ${DEFAULT-VALUE}")
        private String channelId = "main";

        @Option(names = "--call", paramLabel = "CID", description = "The call, if not the channel's first one.")
        private Optional<String> call = Optional.empty();

        String callCid() {
            return call.orElseGet(() -> CallIds.first(channelId));
        }

        String chatCid() {
            return "livestream_invite:" + channelId;
        }
    }

    @Command(description = "Connects an encoder as OBS would, or disconnects it.", mixinStandardHelpOptions = true)
    void encoder(
            @Parameters(paramLabel = "start|stop") EncoderAction action,
            @Mixin Target target,
            @Mixin Credentials credentials,
            @Option(names = "--server", description = "As copied from the dashboard. Default: asked from the API.")
                    Optional<String> server,
            @Option(names = "--key", description = "As copied from the dashboard. Default: asked from the API.")
                    Optional<String> key) {
        RunFile run = Home.ready();
        GetStreamSimulatorApi simulator = Home.simulator(run);
        if (action == EncoderAction.stop) {
            disconnect(simulator, target);
            return;
        }
        HttpAnswer answer;
        if (server.isPresent() && key.isPresent()) {
            answer = simulator.connectEncoder(server.get(), key.get());
        } else {
            OnstageApi api = Home.api(run);
            DemoAccount.enter(api, Home.state(), credentials.given());
            JsonNode settings = api.channel(target.channelId).encoder().orThrow();
            answer = simulator.connectEncoder(
                    settings.path("server").asText(), settings.path("streamKey").asText());
        }
        say("Encoder connected: " + answer.orThrow().path("ingressStreamId").asText());
    }

    private void disconnect(GetStreamSimulatorApi simulator, Target target) {
        List<String> encoders = simulator.encoders(target.callCid());
        if (encoders.isEmpty()) {
            throw new StackException(Failure.REFUSED, "No encoder is connected to " + target.callCid() + ".");
        }
        encoders.forEach(encoder -> simulator.disconnectEncoder(encoder).orThrow());
        say("Disconnected: " + String.join(", ", encoders));
    }

    @Command(description = "Lets viewers join or leave.", mixinStandardHelpOptions = true)
    void viewers(
            @Parameters(paramLabel = "join|leave") ViewersAction action,
            @Parameters(paramLabel = "COUNT") int count,
            @Mixin Target target,
            @Option(names = "--prefix", defaultValue = "viewer", description = "How their user ids begin.")
                    String prefix) {
        GetStreamSimulatorApi simulator = Home.simulator(Home.running());
        boolean join = action == ViewersAction.join;
        JsonNode changed = join
                ? simulator
                        .joinViewers(target.callCid(), count, prefix)
                        .orThrow()
                        .path("joined")
                : simulator.leaveViewers(target.callCid(), count).orThrow().path("left");
        say(changed.size() + (join ? " joined." : " left."));
    }

    @Command(description = "Posts chat messages.", mixinStandardHelpOptions = true)
    void chat(
            @Parameters(paramLabel = "COUNT") int count,
            @Mixin Target target,
            @Option(names = "--prefix", defaultValue = "viewer", description = "How their user ids begin.")
                    String prefix) {
        JsonNode posted = Home.simulator(Home.running())
                .postMessages(target.chatCid(), count, prefix)
                .orThrow();
        say(posted.path("messageIds").size() + " posted.");
    }

    @Command(description = "Lets a crowd come, watch and write for a while.", mixinStandardHelpOptions = true)
    void crowd(
            @Mixin Target target,
            @Option(names = "--viewers", required = true, paramLabel = "N", description = "How many come.") int viewers,
            @Option(
                            names = "--messages",
                            required = true,
                            paramLabel = "RATE",
                            converter = Rates.class,
                            description = "How much they write: 2000/min, 30/s.")
                    int messagesPerMinute,
            @Option(
                            names = "--within",
                            defaultValue = "2m",
                            paramLabel = "TIME",
                            converter = Durations.class,
                            description = "How long they take to come. Default: ${DEFAULT-VALUE}")
                    Duration within,
            @Option(
                            names = "--for",
                            defaultValue = "5m",
                            paramLabel = "TIME",
                            converter = Durations.class,
                            description = "How long it lasts. Default: ${DEFAULT-VALUE}")
                    Duration lasting,
            @Option(names = "--leave", description = "They leave at the end; else they stay.") boolean leave,
            @Option(names = "--prefix", defaultValue = "crowd", description = "How their user ids begin.")
                    String prefix) {
        var play = new CrowdPlay(Home.simulator(Home.running()), target.callCid(), target.chatCid(), prefix, this::say);
        play.play(new CrowdPlan(viewers, within, messagesPerMinute, lasting));
        if (leave) {
            play.leave();
            say("Everybody left.");
        }
    }

    @Command(description = "Acts in GetStream's own dashboard, past Onstage.", mixinStandardHelpOptions = true)
    void provider(
            @Parameters(paramLabel = "go_live|stop_live|mark_ended") ProviderAction action, @Mixin Target target) {
        GetStreamSimulatorApi simulator = Home.simulator(Home.running());
        HttpAnswer answer =
                switch (action) {
                    case go_live -> simulator.goLive(target.callCid());
                    case stop_live -> simulator.stopLive(target.callCid());
                    case mark_ended -> simulator.markEnded(target.callCid());
                };
        answer.orThrow();
        say("Done.");
    }

    @Command(
            description = "Makes GetStream's API unreachable for a call, or well again.",
            mixinStandardHelpOptions = true)
    void outage(@Parameters(paramLabel = "none|refuse|error500|hang") OutageMode mode, @Mixin Target target) {
        Home.simulator(Home.running()).outage(target.callCid(), mode.name());
        say("GetStream's API for " + target.callCid() + ": " + mode);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
