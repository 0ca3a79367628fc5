package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The trail of commands, of all four services. */
@OnStack
class AuditE2ET {

    private static final String CHANNEL = "audited";

    @Test
    void shouldHoldWhatWasDoneInEveryService(StackUnderTest stack) {
        // Given: a broadcast
        Scenario scenario = Scenario.provisioned(stack, CHANNEL);
        scenario.connectEncoder();
        String sessionId = scenario.goLive();
        scenario.stopLive();
        scenario.awaitSessions(1);

        // When
        stack.operator().get("/api/sessions/" + sessionId + "/export.json").orThrow();
        stack.operator().get("/api/stats/channels/" + CHANNEL + "/export.json").orThrow();
        String deliveries = "/api/webhooks/deliveries?limit=1&outcome=accepted&channel=" + CHANNEL;
        JsonNode found = await().atMost(Scenario.PATIENCE)
                .until(() -> stack.operator().get(deliveries).orThrow().path("deliveries"), all -> !all.isEmpty());
        stack.operator()
                .get("/api/webhooks/deliveries/" + found.path(0).path("id").asText())
                .orThrow();
        stack.operator()
                .post("/api/webhooks/deliveries/replay", Map.of("filter", Map.of("channel", CHANNEL), "dryRun", true))
                .orThrow();

        // Then
        await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(doneOn(stack, CHANNEL))
                .contains(
                        "channel-created",
                        "stream-set-up",
                        "stream-key-shown",
                        "go-live",
                        "stop-live",
                        "destination-saved",
                        "statistics-exported",
                        "delivery-read",
                        "deliveries-replayed")
                .filteredOn("statistics-exported"::equals)
                .hasSize(2));
    }

    private static List<String> doneOn(StackUnderTest stack, String channelId) {
        JsonNode page = stack.operator()
                .get("/api/audit?limit=200&channelId=" + channelId)
                .orThrow();
        return StreamSupport.stream(page.path("entries").spliterator(), false)
                .filter(entry -> entry.path("outcome").asText().equals("done"))
                .map(entry -> entry.path("action").asText())
                .toList();
    }
}
