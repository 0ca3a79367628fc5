package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.HookReceiver.Delivery;
import dev.onstage.simulator.getstream.hook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receiver of webhooks sees. */
class WebhookTest {

    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.livestream("main", "mara");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void aDeliveryIsSignedAndNamed() {
        simulator.hook(receiver.url(), "call.live_started");
        simulator.goLive("main");

        Delivery delivery = receiver.awaitDeliveries(1).get(0);
        assertThat(delivery.header("X-Signature"))
                .isEqualTo(new Signature(Simulator.SECRET).of(delivery.raw().getBytes()))
                .matches("[0-9a-f]{64}");
        assertThat(delivery.header("X-Api-Key")).isEqualTo(Simulator.KEY);
        assertThat(UUID.fromString(delivery.header("X-Webhook-Id"))).isNotNull();
        assertThat(delivery.header("X-Webhook-Attempt")).isEqualTo("1");
        assertThat(delivery.header("Content-Type")).startsWith("application/json");
        assertThat(delivery.headers()).doesNotContainKey("Content-encoding");
    }

    @Test
    void timestampsAreRfc3339Strings() {
        simulator.hook(receiver.url(), "call.live_started");
        simulator.goLive("main");

        JsonNode event = receiver.await("call.live_started", 1).get(0);
        assertThat(Instant.parse(event.path("created_at").asText()))
                .isAfter(Instant.parse(event.at("/call/updated_at").asText()));
        assertThat(event.at("/call/created_at").isTextual()).isTrue();
        assertThat(event.at("/call/ended_at").isNull()).isTrue();
    }

    @Test
    void compressionPacksTheBodyAndTheSignatureIsOverTheUnpackedOne() {
        simulator.hook(receiver.url(), "call.live_started");
        simulator.patch("/api/v2/app", "{\"enable_hook_payload_compression\":true}");
        simulator.goLive("main");

        Delivery delivery = receiver.awaitDeliveries(1).get(0);
        assertThat(delivery.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(delivery.raw().getBytes()).startsWith(0x1f, 0x8b);
        assertThat(delivery.type()).isEqualTo("call.live_started");
        assertThat(delivery.header("X-Signature"))
                .isEqualTo(
                        new Signature(Simulator.SECRET).of(delivery.unpacked().getBytes()))
                .isNotEqualTo(new Signature(Simulator.SECRET).of(delivery.raw().getBytes()));
    }

    @Test
    void onlyTheListedTypesAreSent() {
        simulator.hook(receiver.url(), "ingress.started", "call.session_ended");
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.control("POST", "/calls/livestream/main/mark_ended", null);

        simulator.awaitIdle();
        assertThat(receiver.types()).containsExactly("ingress.started", "call.session_ended");
    }

    @Test
    void everyHookOfTheListGetsItsOwnDelivery() {
        try (HookReceiver second = new HookReceiver()) {
            simulator.patch("/api/v2/app", """
                    {"event_hooks":[{"hook_type":"webhook","enabled":true,"webhook_url":"%s","event_types":[]},
                     {"hook_type":"webhook","enabled":true,"webhook_url":"%s","event_types":[]},
                     {"hook_type":"webhook","enabled":false,"webhook_url":"%s/off","event_types":[]},
                     {"hook_type":"webhook","enabled":true,"webhook_url":"%s/chat","product":"chat","event_types":[]}]}""".formatted(receiver.url(), second.url(), receiver.url(), receiver.url()));
            simulator.goLive("main");

            Delivery one = receiver.awaitDeliveries(1).get(0);
            Delivery two = second.awaitDeliveries(1).get(0);
            assertThat(one.header("X-Webhook-Id")).isNotEqualTo(two.header("X-Webhook-Id"));
            simulator.awaitIdle();
            assertThat(receiver.deliveries()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0} is attempted {1} times")
    @CsvSource({"200,1", "204,1", "302,1", "400,1", "401,1", "404,1", "413,1", "408,3", "429,3", "500,3", "503,3"})
    void failuresAreRetriedByTheirStatus(int status, int attempts) {
        receiver.answer(delivery -> status);
        simulator.hook(receiver.url(), "call.live_started");
        simulator.goLive("main");

        receiver.awaitDeliveries(attempts);
        simulator.awaitIdle();
        List<Delivery> deliveries = receiver.deliveries();
        assertThat(deliveries).hasSize(attempts);
        assertThat(deliveries)
                .extracting(each -> each.header("X-Webhook-Id"))
                .containsOnly(deliveries.get(0).header("X-Webhook-Id"));
        for (int attempt = 1; attempt <= attempts; attempt++) {
            assertThat(deliveries.get(attempt - 1).header("X-Webhook-Attempt")).isEqualTo(String.valueOf(attempt));
        }
    }

    @Test
    void aRetryThatSucceedsIsTheLast() {
        receiver.answer(delivery -> delivery.header("X-Webhook-Attempt").equals("1") ? 500 : 200);
        simulator.hook(receiver.url(), "call.live_started");
        simulator.goLive("main");

        receiver.awaitDeliveries(2);
        simulator.awaitIdle();
        assertThat(receiver.deliveries()).hasSize(2);
    }

    @Test
    void aNetworkErrorIsAttemptedTwice() throws IOException {
        // A socket that does not listen refuses connections, and nobody else gets its port meanwhile.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            simulator.hook("http://127.0.0.1:" + bound.getLocalPort() + "/hook", "call.live_started");
            simulator.goLive("main");
            simulator.awaitIdle();
        }
        JsonNode attempts = deliveries();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.findValuesAsText("outcome")).containsOnly("NETWORK_ERROR");
    }

    @Test
    void silenceCosts15SecondsAndThenTheEventIsLost() {
        receiver.answer(delivery -> HookReceiver.SILENCE);
        simulator.hook(receiver.url(), "call.live_started");
        Instant start = Instant.now();
        simulator.goLive("main");

        simulator.awaitIdle();
        assertThat(deliveries()).hasSize(3);
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(14));
        assertThat(deliveries().findValuesAsText("outcome")).containsOnly("TIMEOUT");
    }

    @Test
    void thousandsOfEventsArriveEachInARequestOfItsOwn() {
        simulator.hook(receiver.url(), "call.session_participant_joined", "call.session_participant_left");
        simulator.goLive("main");
        simulator.viewers("main", 2_000);
        simulator.control("DELETE", "/calls/livestream/main/viewers", null);

        receiver.awaitDeliveries(4_000);
        simulator.awaitIdle();
        assertThat(receiver.events("call.session_participant_joined"))
                .extracting(event -> event.at("/participant/user_session_id").asText())
                .doesNotHaveDuplicates()
                .hasSize(2_000);
        assertThat(receiver.events("call.session_participant_left")).hasSize(2_000);
    }

    @Test
    void aHungReceiverDoesNotHoldUpAnother() {
        try (HookReceiver hung = new HookReceiver()) {
            hung.answer(delivery -> HookReceiver.SILENCE);
            simulator.patch("/api/v2/app", """
                    {"event_hooks":[{"hook_type":"webhook","webhook_url":"%s","event_types":["call.session_participant_joined"]},
                     {"hook_type":"webhook","webhook_url":"%s","event_types":["call.session_participant_joined"]}]}""".formatted(hung.url(), receiver.url()));
            simulator.goLive("main");
            simulator.viewers("main", 200);

            receiver.await("call.session_participant_joined", 200);
        }
    }

    @Test
    void countsAreReported() {
        simulator.hook(receiver.url(), "call.session_participant_count_updated");
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 3);

        // Those who come within two seconds are counted together, which need not be all of them.
        Awaitility.await().atMost(Simulator.PATIENCE).untilAsserted(() -> assertThat(
                        receiver.events("call.session_participant_count_updated"))
                .last()
                .satisfies(event -> {
                    assertThat(event.at("/participants_count_by_role/user").asInt())
                            .isEqualTo(3);
                    assertThat(event.has("participant")).isFalse();
                    assertThat(event.has("call")).isFalse();
                }));
    }

    private JsonNode deliveries() {
        return simulator
                .control("GET", "/deliveries?call=livestream:main&type=call.live_started", null)
                .body()
                .path("deliveries");
    }
}
