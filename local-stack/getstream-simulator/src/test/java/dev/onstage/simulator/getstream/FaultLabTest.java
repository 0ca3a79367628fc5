package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.simulator.getstream.HookReceiver.Delivery;
import dev.onstage.simulator.getstream.Simulator.Answer;
import dev.onstage.simulator.getstream.hook.Signature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can go wrong on purpose. */
class FaultLabTest {

    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.livestream("main", "mara");
        simulator.livestream("other", "mara");
        simulator.hook(receiver.url(), "call.live_started", "call.updated", "message.new");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    private String fault(String rule) {
        Answer answer = simulator.control("PUT", "/faults", rule);
        assertThat(answer.status()).as(rule).isEqualTo(200);
        return answer.body().path("id").asText();
    }

    @Test
    void aRuleForACallDropsItsEventsOnly() {
        String id = fault("{\"call\":\"livestream:main\",\"drop\":1}");
        simulator.goLive("main");
        simulator.goLive("other");

        assertThat(receiver.await("call.live_started", 1)).hasSize(1);
        simulator.awaitIdle();
        assertThat(receiver.events("call.live_started"))
                .extracting(event -> event.path("call_cid").asText())
                .containsExactly("livestream:other");
        Answer log = simulator.control("GET", "/deliveries?call=livestream:main", null);
        assertThat(log.body().at("/deliveries/0/droppedBy").asText()).isEqualTo(id);

        assertThat(simulator.control("DELETE", "/faults/" + id, null).status()).isEqualTo(204);
        simulator.stopLive("main");
        receiver.await("call.updated", 1);
    }

    @Test
    void aRuleForACallReachesItsChatChannel() {
        fault("{\"call\":\"livestream:main\",\"drop\":1}");
        for (String id : List.of("main", "other")) {
            String channel = "/api/v2/chat/channels/livestream/" + id;
            simulator.post(channel + "/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
            simulator.post(channel + "/message", "{\"message\":{\"text\":\"x\",\"user_id\":\"mara\"}}");
        }

        receiver.await("message.new", 1);
        simulator.awaitIdle();
        assertThat(receiver.events("message.new"))
                .extracting(event -> event.path("channel_id").asText())
                .containsExactly("other");
    }

    @Test
    void aRuleForTypesLeavesOthersAlone() {
        fault("{\"types\":[\"call.live_started\"],\"drop\":1}");
        simulator.goLive("main");
        simulator.stopLive("main");

        receiver.await("call.updated", 1);
        simulator.awaitIdle();
        assertThat(receiver.events("call.live_started")).isEmpty();
    }

    @Test
    void duplicatesComeOnTopAndTheFirstLooksLikeARetry() {
        fault("{\"duplicate\":2}");
        simulator.goLive("main");

        List<Delivery> deliveries = receiver.awaitDeliveries(3);
        simulator.awaitIdle();
        assertThat(receiver.deliveries()).hasSize(3);
        assertThat(deliveries)
                .extracting(Delivery::event)
                .containsOnly(deliveries.get(0).event());
        assertThat(deliveries.stream().map(each -> each.header("X-Webhook-Id")).distinct())
                .hasSize(2);
    }

    @Test
    void shufflingChangesTheOrder() {
        fault("{\"call\":\"livestream:main\",\"shuffleWithinMillis\":400}");
        for (int round = 0; round < 20; round++) {
            simulator.goLive("main");
            simulator.stopLive("main");
        }

        List<Instant> times = receiver.awaitDeliveries(40).stream()
                .map(each -> Instant.parse(each.event().path("created_at").asText()))
                .toList();
        assertThat(times).hasSize(40).isNotEqualTo(times.stream().sorted().toList());
    }

    @Test
    void deliveriesAreDelayedPackedAndSignedWrongly() {
        fault("{\"delayMillis\":500,\"gzip\":true}");
        fault("{\"badSignature\":true}");
        simulator.goLive("main");

        Delivery delivery = receiver.awaitDeliveries(1).get(0);
        Instant happened = Instant.parse(delivery.event().path("created_at").asText());
        assertThat(Duration.between(happened, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(delivery.header("Content-Encoding")).isEqualTo("gzip");
        String right = new Signature(Simulator.SECRET).of(delivery.unpacked().getBytes());
        assertThat(delivery.header("X-Signature")).hasSize(64).isNotEqualTo(right);
    }

    @Test
    void mistypedRulesAreRefused() {
        assertThat(simulator.control("PUT", "/faults", "{\"dropp\":1}").status())
                .isEqualTo(400);
        assertThat(simulator.control("PUT", "/faults", "{\"drop\":2}").status()).isEqualTo(400);
        assertThat(simulator.control("PUT", "/outage", "{\"mode\":\"maybe\"}").status())
                .isEqualTo(400);
        assertThat(simulator.control("DELETE", "/faults/none", null).status()).isEqualTo(404);
    }

    @Test
    void anOutageAnswers500WithoutJson() throws IOException, InterruptedException {
        simulator.control("PUT", "/outage", "{\"mode\":\"error500\"}");
        HttpResponse<String> response = simulator
                .client()
                .send(request("/api/v2/video/call/livestream/main"), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("<html>");
        simulator.control("PUT", "/outage", "{\"mode\":\"none\"}");
        assertThat(simulator.get("/api/v2/video/call/livestream/main").status()).isEqualTo(200);
    }

    @Test
    void anOutageOfOneCallAndPathLeavesTheRestAlone() {
        simulator.control(
                "PUT", "/outage", "{\"mode\":\"error500\",\"call\":\"livestream:main\",\"paths\":\"stop_live$\"}");

        assertThat(simulator
                        .post("/api/v2/video/call/livestream/main/stop_live", "{}")
                        .status())
                .isEqualTo(500);
        assertThat(simulator.get("/api/v2/video/call/livestream/main").status()).isEqualTo(200);
        assertThat(simulator
                        .post("/api/v2/video/call/livestream/other/stop_live", "{}")
                        .status())
                .isEqualTo(201);
        simulator.control("PUT", "/outage", "{\"mode\":\"none\",\"call\":\"livestream:main\"}");
        assertThat(simulator
                        .post("/api/v2/video/call/livestream/main/stop_live", "{}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anOutageRefusesOrHangs() {
        HttpClient client = simulator.client();
        simulator.control("PUT", "/outage", "{\"mode\":\"refuse\"}");
        assertThatThrownBy(() -> client.send(request("/api/v2/app"), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);

        simulator.control("PUT", "/outage", "{\"mode\":\"hang\"}");
        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(request("/api/v2/app"), (name, value) -> true)
                                .timeout(Duration.ofSeconds(1))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);

        assertThat(simulator.control("GET", "/health", null).status()).isEqualTo(200);
    }

    private HttpRequest request(String path) {
        return simulator.request(
                "GET",
                Simulator.withKey(path),
                Map.of("Authorization", Jwt.server(Simulator.SECRET), "stream-auth-type", "jwt"),
                null);
    }
}
