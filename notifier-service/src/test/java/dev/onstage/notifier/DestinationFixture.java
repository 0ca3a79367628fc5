package dev.onstage.notifier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.testing.Json;
import dev.onstage.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** A channel of its own with a destination at the Discord simulator, on real Kafka and PostgreSQL. */
abstract class DestinationFixture {
    static final String TOKEN = "s3cr3t-token-" + "x".repeat(55);
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(1);

    @ConfigProperty(name = "onstage.discord.base-url")
    String discordBaseUrl;

    final BroadcastScript show = new BroadcastScript();
    final String webhookId =
            Long.toString(ThreadLocalRandom.current().nextLong(100_000_000_000_000_000L, 999_999_999_999_999_999L));
    SimulatedDiscord discord = new SimulatedDiscord("");

    @BeforeEach
    void connect() {
        discord = new SimulatedDiscord(discordBaseUrl);
    }

    final ValidatableResponse save(String wishes) {
        return put("{\"kind\":\"discord\"," + wishes + "\"url\":\"https://discord.com/api/webhooks/" + webhookId + "/"
                + TOKEN + "\"}");
    }

    final ValidatableResponse put(String body) {
        return putAt("public", body);
    }

    final ValidatableResponse putAt(String destination, String body) {
        return as(TestTokens.broadcaster(show.channelId))
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/notifications/channels/{channel}/{destination}", show.channelId, destination)
                .then();
    }

    final Json list() {
        return Json.of(as(TestTokens.broadcaster(show.channelId))
                .get("/api/notifications/channels/{channel}", show.channelId)
                .then()
                .statusCode(200)
                .extract());
    }

    final Json delivery(String form) {
        Json history = Json.of(as(TestTokens.broadcaster(show.channelId))
                .get("/api/notifications/channels/{channel}/public/deliveries", show.channelId)
                .then()
                .statusCode(200)
                .extract());
        int index = history.getList("[*].form").indexOf(form);
        assertThat(index).as("a delivery of form " + form).isNotNegative();
        return history.within("[" + index + "]");
    }

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    final void awaitState(String form, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery(form).getString("state"))
                .isEqualTo(state));
    }

    final List<JsonNode> awaitMessages(int count) {
        return await().atMost(PATIENCE).until(() -> discord.messages(webhookId), found -> found.size() == count);
    }

    final List<JsonNode> staysAt(int count) {
        return await().during(QUIET)
                .atMost(PATIENCE)
                .until(() -> discord.messages(webhookId), found -> found.size() == count);
    }
}
