package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The whole story through the public API: set up, connect an encoder, go live, be watched, lose the encoder and get it back,
 * end, look at the figures and at Discord. Runs as often as one likes on a channel of its own.
 */
public final class Demo {

    /** The channel it uses. */
    public static final String CHANNEL = "demo";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VIEWERS = 200;
    private static final int LEAVING = 60;
    private static final int MESSAGES = 30;

    private final OnstageApi api;
    private final GetStreamSimulatorApi getStream;
    private final DiscordSimulatorApi discord;
    private final Duration gap;
    private final Timeline timeline;
    private final ChannelApi channel;

    /**
     * A demo to be played by somebody who is signed in as operator.
     *
     * @param gap how long the encoder stays away
     */
    public Demo(
            OnstageApi api,
            GetStreamSimulatorApi getStream,
            DiscordSimulatorApi discord,
            Duration gap,
            PrintWriter out) {
        this.api = api;
        this.getStream = getStream;
        this.discord = discord;
        this.gap = gap;
        this.timeline = new Timeline(out);
        this.channel = api.channel(CHANNEL);
    }

    /**
     * Plays it.
     *
     * @param entrance how the account came in, for the first line
     * @throws StackException at the first thing that is not as promised
     */
    public void play(String entrance) {
        timeline.add("stream-control", entrance);
        JsonNode provisioned = setUp();
        String callCid = CallIds.cid(provisioned);
        String webhook = DiscordSimulatorApi.webhookId(CHANNEL);
        channel.setDiscordDestination("public", discord.webhookUrl(webhook)).orThrow();
        int postsBefore = discord.messages(webhook).size();
        timeline.add("notifier", "Discord destination stored (encrypted; shown masked)");

        try (EventStream page = channel.liveEvents()) {
            refuseWithoutEncoder();
            String encoder = connectEncoder();
            check("the channel page stays dark", !channel.live().path("isLive").asBoolean());
            timeline.add("channel page", "not live: an encoder in backstage is no broadcast");

            String sessionId = goLive(page);
            beWatched(callCid, provisioned.path("chatChannelCid").asText());
            loseEncoder(encoder, sessionId);
            stop(page);
            figures(sessionId);
        }
        discordPosts(webhook, postsBefore);
        disconnectEncoders(callCid);
        timeline.add("demo", "everything happened as promised");
    }

    private JsonNode setUp() {
        if (channel.get().status() != 200) {
            HttpAnswer created = api.post("/api/channels", Map.of("channelId", CHANNEL, "title", "Demo"));
            created.orThrow();
            timeline.add("stream-control", "channel '" + CHANNEL + "' created", created.took());
        }
        // The token in use may be older than the channel.
        api.renew();
        HttpAnswer first = channel.provision();
        JsonNode provisioned = first.orThrow();
        timeline.add(
                "GetStream", "provisioned: call " + CallIds.cid(provisioned) + ", chat channel, webhook", first.took());
        HttpAnswer second = channel.provision();
        check("provisioning twice gives the same", second.orThrow().equals(provisioned));
        timeline.add("stream-control", "provisioned again: the same answer, nothing made twice", second.took());
        if (!channel.state().equals("READY")) {
            channel.forceEnd().orThrow();
            timeline.add("stream-control", "a broadcast left over from an earlier run was ended by force");
        }
        disconnectEncoders(CallIds.cid(provisioned));
        awaitBroadcast(
                "READY without an encoder",
                broadcast -> broadcast.path("state").asText().equals("READY")
                        && !encoderState(broadcast).equals("CONNECTED"));
        return provisioned;
    }

    private void refuseWithoutEncoder() {
        HttpAnswer refused = channel.goLive();
        check(
                "go live without an encoder is refused: " + refused.describe(),
                refused.problem().equals("encoder-not-connected"));
        timeline.add(
                "stream-control",
                "go live refused: " + refused.body().path("detail").asText(),
                refused.took());
    }

    private String connectEncoder() {
        JsonNode credentials = channel.encoder().orThrow();
        long begin = System.nanoTime();
        String encoder = getStream
                .connectEncoder(
                        credentials.path("server").asText(),
                        credentials.path("streamKey").asText())
                .orThrow()
                .path("ingressStreamId")
                .asText();
        JsonNode broadcast =
                awaitBroadcast("encoder connected", state -> encoderState(state).equals("CONNECTED"));
        timeline.add("GetStream → dashboard", "encoder connected" + clientOf(broadcast.path("encoder")), since(begin));
        return encoder;
    }

    /** The encoder's name, which may come a moment after the news that it is there. */
    private static String clientOf(JsonNode encoder) {
        if (!encoder.path("clientName").isTextual()) {
            return "";
        }
        return ": " + encoder.path("clientName").asText() + " "
                + encoder.path("clientVersion").asText("");
    }

    private String goLive(EventStream page) {
        int from = page.count();
        long begin = System.nanoTime();
        HttpAnswer answer = channel.goLive();
        JsonNode broadcast = answer.orThrow();
        timeline.add("stream-control", "go live: " + broadcast.path("state").asText(), answer.took());
        awaitPage(page, from, true);
        timeline.add("channel page", "LIVE, pushed", since(begin));
        String sessionId = awaitBroadcast("a session", state -> !state.path("session")
                        .path("sessionId")
                        .asText()
                        .isEmpty())
                .path("session")
                .path("sessionId")
                .asText();
        timeline.add("stream-control", "session " + sessionId);
        return sessionId;
    }

    private void beWatched(String callCid, String chatCid) {
        long begin = System.nanoTime();
        getStream.joinViewers(callCid, VIEWERS, "viewer").orThrow();
        awaitViewers(VIEWERS);
        timeline.add("analytics", VIEWERS + " viewers joined and are counted", since(begin));
        begin = System.nanoTime();
        getStream.leaveViewers(callCid, LEAVING).orThrow();
        awaitViewers(VIEWERS - LEAVING);
        timeline.add("analytics", LEAVING + " left, " + (VIEWERS - LEAVING) + " watch", since(begin));
        getStream.postMessages(chatCid, MESSAGES, "chatter").orThrow();
        timeline.add("GetStream", MESSAGES + " chat messages");
    }

    private void loseEncoder(String encoder, String sessionId) {
        getStream.disconnectEncoder(encoder).orThrow();
        long begin = System.nanoTime();
        JsonNode broadcast =
                awaitBroadcast("encoder lost", state -> encoderState(state).equals("LOST"));
        check("the broadcast waits", broadcast.path("state").asText().equals("LIVE"));
        timeline.add(
                "dashboard",
                "encoder lost; waiting until "
                        + broadcast.path("encoder").path("graceEndsAt").asText(),
                since(begin));
        LockSupport.parkNanos(gap.toNanos());
        connectEncoder();
        String after = channel.broadcast().path("session").path("sessionId").asText();
        check("it is the same session", after.equals(sessionId));
        timeline.add("stream-control", "same session after a gap of " + gap.toSeconds() + " s");
    }

    private void stop(EventStream page) {
        int from = page.count();
        long begin = System.nanoTime();
        HttpAnswer answer = channel.stopLive();
        timeline.add(
                "stream-control",
                "end stream: " + answer.orThrow().path("state").asText(),
                answer.took());
        awaitPage(page, from, false);
        timeline.add("channel page", "dark again, pushed", since(begin));
    }

    private void figures(String sessionId) {
        long begin = System.nanoTime();
        JsonNode session = Polling.until(
                "closed session with " + VIEWERS + " peak viewers and " + MESSAGES + " messages",
                PATIENCE,
                () -> api.get("/api/sessions/" + sessionId).body(),
                body -> body.hasNonNull("endedAt")
                        && body.path("peakViewers").asInt() == VIEWERS
                        && body.path("chatMessages").asInt() == MESSAGES);
        timeline.add(
                "analytics",
                "session closed: peak %d, average %s, %d messages, %d s, ended by %s"
                        .formatted(
                                session.path("peakViewers").asInt(),
                                session.path("averageViewers").asText(),
                                session.path("chatMessages").asInt(),
                                session.path("durationSeconds").asInt(),
                                session.path("endReason").asText()),
                since(begin));
    }

    private void discordPosts(String webhook, int before) {
        long begin = System.nanoTime();
        List<JsonNode> posts = Polling.until(
                "one live and one ended message at Discord",
                PATIENCE,
                () -> newPosts(webhook, before),
                messages -> messages.size() == 2);
        timeline.add("Discord", "two messages: live and ended", since(begin));
        for (JsonNode post : posts) {
            timeline.add("Discord", "  " + post.path("payload").path("content").asText());
        }
    }

    private List<JsonNode> newPosts(String webhook, int before) {
        List<JsonNode> all = discord.messages(webhook);
        return all.subList(Math.min(before, all.size()), all.size());
    }

    private void disconnectEncoders(String callCid) {
        for (String encoder : getStream.encoders(callCid)) {
            getStream.disconnectEncoder(encoder).orThrow();
        }
    }

    private JsonNode awaitBroadcast(String expected, Predicate<JsonNode> wanted) {
        return Polling.until(expected, PATIENCE, channel::broadcast, wanted);
    }

    private void awaitPage(EventStream page, int from, boolean live) {
        if (page.await(from, event -> event.path("isLive").asBoolean() == live, PATIENCE)
                .isEmpty()) {
            throw new StackException(
                    Failure.CHECK_FAILED,
                    "The channel page was not told isLive=" + live + ". It heard: " + page.received());
        }
    }

    private void awaitViewers(int count) {
        Polling.until(
                count + " viewers on the channel page",
                PATIENCE,
                channel::live,
                live -> live.path("viewers").asInt() == count);
    }

    private static String encoderState(JsonNode broadcast) {
        return broadcast.path("encoder").path("state").asText();
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void check(String expected, boolean actual) {
        if (!actual) {
            throw new StackException(Failure.CHECK_FAILED, "Expected: " + expected);
        }
    }
}
