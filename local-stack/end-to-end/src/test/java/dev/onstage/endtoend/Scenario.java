package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.CallIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;

/** One channel and what people do with it. Everything waits for its effect, unless it says otherwise. */
final class Scenario {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    // What changes after the close is counted in at most once a minute.
    private static final Duration FIGURES_WITHIN = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);

    private final StackUnderTest stack;
    private final ChannelApi channel;
    private final String webhook;

    private Scenario(StackUnderTest stack, String channelId) {
        this.stack = stack;
        this.channel = stack.operator().channel(channelId);
        this.webhook = DiscordSimulatorApi.webhookId(channelId);
    }

    /** A channel of that name, with a Discord destination, not provisioned. */
    static Scenario created(StackUnderTest stack, String channelId) {
        stack.operator()
                .post("/api/channels", Map.of("channelId", channelId, "title", "Scenario " + channelId))
                .orThrow();
        // The token in use is older than the channel.
        stack.operator().renew();
        var scenario = new Scenario(stack, channelId);
        scenario.channel
                .setDiscordDestination("public", stack.discord().webhookUrl(scenario.webhook))
                .orThrow();
        return scenario;
    }

    /** The same, provisioned. */
    static Scenario provisioned(StackUnderTest stack, String channelId) {
        Scenario scenario = created(stack, channelId);
        scenario.channel.provision().orThrow();
        return scenario;
    }

    ChannelApi channel() {
        return channel;
    }

    GetStreamSimulatorApi getStream() {
        return stack.getStream();
    }

    String callCid() {
        return CallIds.cid(channel.get().orThrow());
    }

    String chatCid() {
        return channel.get().orThrow().path("chatChannelCid").asText();
    }

    /** Adds a rule for the webhooks of this call and its chat channel. */
    String fault(Map<String, Object> rule) {
        var scoped = new HashMap<String, Object>(rule);
        scoped.put("call", callCid());
        return getStream().addFault(scoped);
    }

    /** An encoder connects with the credentials of the dashboard; does not wait until Onstage knows. */
    String connectEncoderUnnoticed() {
        JsonNode credentials = channel.encoder().orThrow();
        return getStream()
                .connectEncoder(
                        credentials.path("server").asText(),
                        credentials.path("streamKey").asText())
                .orThrow()
                .path("ingressStreamId")
                .asText();
    }

    String connectEncoder() {
        String encoder = connectEncoderUnnoticed();
        awaitEncoder("CONNECTED");
        return encoder;
    }

    /** Does not wait until Onstage knows. */
    void disconnectEncoder(String encoder) {
        getStream().disconnectEncoder(encoder).orThrow();
    }

    /** Goes live and answers with the session's id. */
    String goLive() {
        channel.goLive().orThrow();
        awaitState("LIVE");
        return sessionId();
    }

    String sessionId() {
        return channel.broadcast().path("session").path("sessionId").asText();
    }

    void stopLive() {
        channel.stopLive().orThrow();
        awaitState("READY");
    }

    void joinViewers(int count, String prefix) {
        assertThat(getStream().joinViewers(callCid(), count, prefix).orThrow().path("joined"))
                .hasSize(count);
    }

    void leaveViewers(int count) {
        assertThat(getStream().leaveViewers(callCid(), count).orThrow().path("left"))
                .hasSize(count);
    }

    void postMessages(int count) {
        assertThat(getStream()
                        .postMessages(chatCid(), count, "chatter")
                        .orThrow()
                        .path("messageIds"))
                .hasSize(count);
    }

    /** A service that is busy for a moment may refuse to answer: then it is asked again. */
    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).ignoreExceptionsInstanceOf(StackException.class);
    }

    JsonNode awaitState(String state) {
        return awaitBroadcast(
                broadcast -> assertThat(broadcast.path("state").asText()).isEqualTo(state));
    }

    JsonNode awaitEncoder(String state) {
        return awaitBroadcast(broadcast ->
                assertThat(broadcast.path("encoder").path("state").asText()).isEqualTo(state));
    }

    JsonNode awaitBroadcast(Consumer<JsonNode> wanted) {
        patiently().untilAsserted(() -> wanted.accept(channel.broadcast()));
        return channel.broadcast();
    }

    /** Nothing may change for that long: the state stays and so does the session. */
    void staysLive(String sessionId, Duration duration) {
        patiently().during(duration).atMost(duration.plus(PATIENCE)).until(() -> {
            JsonNode broadcast = channel.broadcast();
            assertThat(broadcast.path("state").asText()).isEqualTo("LIVE");
            assertThat(broadcast.path("session").path("sessionId").asText()).isEqualTo(sessionId);
            assertThat(channel.live().path("isLive").asBoolean()).isTrue();
            return true;
        });
    }

    void awaitPageLive(boolean live) {
        patiently().untilAsserted(() -> assertThat(channel.live().path("isLive").asBoolean())
                .isEqualTo(live));
    }

    void awaitViewersOnPage(int count) {
        patiently()
                .untilAsserted(
                        () -> assertThat(channel.live().path("viewers").asInt()).isEqualTo(count));
    }

    /** The figures of a session, once they are as wanted. */
    JsonNode awaitSession(String sessionId, Consumer<JsonNode> wanted) {
        patiently().atMost(FIGURES_WITHIN).untilAsserted(() -> {
            HttpAnswer answer = stack.operator().get("/api/sessions/" + sessionId);
            assertThat(answer.status()).isEqualTo(200);
            wanted.accept(answer.body());
        });
        return stack.operator().session(sessionId);
    }

    /** All sessions the channel ever had, as the stats page lists them. */
    List<JsonNode> sessions() {
        return StreamSupport.stream(channel.sessions().path("sessions").spliterator(), false)
                .toList();
    }

    /** Exactly that many sessions ever. */
    void awaitSessions(int count) {
        patiently().untilAsserted(() -> assertThat(sessions()).hasSize(count));
    }

    /** What Discord got, oldest first. */
    List<JsonNode> posts() {
        return stack.discord().messages(webhook);
    }

    void awaitPosts(int count) {
        patiently().untilAsserted(() -> assertThat(posts()).hasSize(count));
    }

    /** Exactly that many posts: no further one comes for a while. */
    void onlyPosts(int count) {
        awaitPosts(count);
        patiently().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(posts())
                .hasSize(count));
    }

    /** Whether the provider shows the call in backstage. */
    boolean inBackstage() {
        return getStream().state(callCid()).path("backstage").asBoolean();
    }
}
