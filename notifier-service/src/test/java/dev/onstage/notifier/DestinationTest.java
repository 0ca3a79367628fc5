package dev.onstage.notifier;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.support.access.RevokedSessions;
import dev.onstage.testing.Json;
import dev.onstage.testing.MetricSeries;
import dev.onstage.testing.PrivatePaths;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a broadcaster sets, sees and may not. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class DestinationTest extends DestinationFixture {
    @Inject
    RevokedSessions revoked;

    @Test
    void shouldMakeNoSeriesOfMetricsOfWhatIsSent() {
        MetricSeries.assertBounded(
                "/api/notifications/channels/{}", "/api/notifications/channels/{}/public", "/api/notifications/{}");
    }

    @Test
    void shouldShowADestinationWithoutItsSecret() {
        String answer = save("\"atEnd\":\"EDIT\",").statusCode(200).extract().asString();

        Json shown = Json.of(answer);
        assertThat(shown.getString("url")).isEqualTo("https://discord.com/api/webhooks/" + webhookId + "/…xxxx");
        assertThat(shown.getString("atEnd")).isEqualTo("EDIT");
        assertThat(answer).doesNotContain(TOKEN);
        assertThat(list().getList("[*].destinationId")).containsExactly("public");
    }

    @Test
    void shouldKeepTheAddressWhenOnlyTheWishesChange() {
        save("");

        put("{\"kind\":\"discord\",\"notifyOnEnd\":false}").statusCode(200);
        BroadcastScript.publish(show.wentLive());

        awaitMessages(1);
        BroadcastScript.publish(show.ended());
        staysAt(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://discord.com.evil.example",
        "https://discord.com@169.254.169.254",
        "http://discord.com",
        "https://169.254.169.254"
    })
    void shouldRefuseOtherHosts(String origin) {
        String answer = put("{\"kind\":\"discord\",\"url\":\"" + origin + "/api/webhooks/" + webhookId + "/" + TOKEN
                        + "\"}")
                .statusCode(400)
                .extract()
                .asString();

        assertThat(Json.of(answer).getString("type")).endsWith("/problems/destination-invalid");
        assertThat(Json.of(answer).getString("fix")).isNotBlank();
        assertThat(answer).doesNotContain(TOKEN);
    }

    @Test
    void shouldKeepTheKind() {
        save("");

        put("{\"kind\":\"webhook\",\"enabled\":true}").statusCode(400);
        put("{\"kind\":\"webhook\",\"signingSecret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}")
                .statusCode(400);

        assertThat(list().getString("[0].kind")).isEqualTo("discord");
    }

    @Test
    void shouldRefuseAWebhookDiscordDoesNotKnow() {
        discord.removeWebhook(webhookId);

        save("").statusCode(400);

        assertThat(list().getList("$")).isEmpty();
    }

    @Test
    void shouldPostATestMessage() {
        save("");

        String messageId = Json.of(as(TestTokens.broadcaster(show.channelId))
                        .post("/api/notifications/channels/{channel}/public/test", show.channelId)
                        .then()
                        .statusCode(200)
                        .extract())
                .getString("messageId");

        assertThat(awaitMessages(1).get(0).path("id").asText()).isEqualTo(messageId);
        assertThat(delivery("TEST").getString("state")).isEqualTo("SENT");
    }

    @Test
    void shouldTellOnlyTheBroadcaster() {
        save("");

        given().get("/api/notifications/channels/{channel}", show.channelId)
                .then()
                .statusCode(401);
        as(TestTokens.broadcaster("another"))
                .get("/api/notifications/channels/{channel}", show.channelId)
                .then()
                .statusCode(403);
        as(TestTokens.broadcaster("another"))
                .post("/api/notifications/channels/{channel}/public/test", show.channelId)
                .then()
                .statusCode(403);
    }

    @Test
    void shouldForgetADestination() {
        save("");
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);

        as(TestTokens.broadcaster(show.channelId))
                .delete("/api/notifications/channels/{channel}/public", show.channelId)
                .then()
                .statusCode(204);

        BroadcastScript.publish(show.ended());
        staysAt(1);
        assertThat(list().getList("$")).isEmpty();
    }

    @Test
    void shouldChangeNothingForALoginSessionThatHasEnded() {
        save("").statusCode(200);
        revoked.revoke("login-gone", Duration.ofMinutes(1)).await().atMost(PATIENCE);
        String token = TestTokens.user("gone").broadcasterOf(show.channelId).sign();
        String destination = "/api/notifications/channels/" + show.channelId + "/public";

        as(token)
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"discord\",\"url\":\"https://discord.com/api/webhooks/1/x\"}")
                .put(destination)
                .then()
                .statusCode(401)
                .body(at("type", equalTo("/problems/unauthenticated")));
        as(token).delete(destination).then().statusCode(401);
        as(token).post(destination + "/test").then().statusCode(401);

        assertThat(list().getList("$")).hasSize(1);
    }

    @Test
    void shouldShowNothingToSomebodyWhoSignedOut() {
        revoked.revoke("login-away", Duration.ofMinutes(1)).await().atMost(PATIENCE);

        PrivatePaths.checkRefused(
                Set.of(),
                TestTokens.user("away").broadcasterOf("main").operator().sign());
    }
}
