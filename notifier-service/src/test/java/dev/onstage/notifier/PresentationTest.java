package dev.onstage.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How messages look, and who they ping. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class PresentationTest extends DestinationFixture {
    private static final String ROLE = "112233445566778899";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldSendExactlyWhatThePreviewShows() throws JsonProcessingException {
        save("\"username\":\"Nova's bot\",\"ping\":\"" + ROLE
                        + "\",\"template\":{\"live\":{\"title\":\"On air: {title}\","
                        + "\"fields\":[{\"name\":\"Since\",\"value\":\"{startedAt}\",\"inline\":true}]}},")
                .statusCode(200);
        BroadcastScript.publish(show.described(), show.wentLive());
        JsonNode posted = awaitMessages(1).get(0).path("payload");

        JsonNode previewed = JSON.readTree(preview("{\"form\":\"LIVE\",\"sessionId\":\"" + show.sessionId + "\"}"));

        assertThat(previewed.path("isExample").asBoolean()).isFalse();
        assertThat(previewed.path("payload")).isEqualTo(posted);
        assertThat(posted.at("/embeds/0/title").asText()).isEqualTo("On air: Ray tracer, part 3");
        assertThat(posted.path("username").asText()).isEqualTo("Nova's bot");
    }

    @Test
    void shouldTryOnWhatIsNotSaved() throws JsonProcessingException {
        save("");

        JsonNode tried = JSON.readTree(preview("{\"form\":\"ENDED\",\"settings\":{\"kind\":\"discord\",\"template\":"
                + "{\"ended\":{\"title\":\"That was {duration}\"}}}}"));

        assertThat(tried.path("isExample").asBoolean()).isTrue();
        assertThat(tried.at("/payload/embeds/0/title").asText()).isEqualTo("That was 2 h 41 min");
        assertThat(list().get("[0].template.ended.title")).isNull();
        assertThat(discord.calls(webhookId, "POST")).isEmpty();
    }

    @Test
    void shouldPingTheRoleAndNobodyElse() {
        save("\"ping\":\"" + ROLE + "\",").statusCode(200);

        BroadcastScript.publish(
                show.described(1, "@everyone <@&223344556677889900> @here"), show.wentLive("@everyone"));

        JsonNode message = awaitMessages(1).get(0);
        assertThat(message.at("/payload/content").asText()).startsWith("<@&" + ROLE + "> ");
        assertThat(message.at("/payload/embeds/0/title").asText()).isEqualTo("@\u200Beveryone");
        assertThat(message.at("/pings/everyone").asBoolean()).isFalse();
        assertThat(message.at("/pings/here").asBoolean()).isFalse();
        assertThat(message.at("/pings/roles").toString()).isEqualTo("[\"" + ROLE + "\"]");
        BroadcastScript.publish(show.ended());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(discord.messages(webhookId)
                        .get(0)
                        .at("/payload/content")
                        .asText())
                .isEqualTo("**Nova** was live."));
    }

    @Test
    void shouldNeutraliseAPingInATitle() {
        save("\"template\":{\"live\":{\"content\":\"{title} by {broadcaster}\"}},")
                .statusCode(200);

        BroadcastScript.publish(show.wentLive("@everyone @here <@&" + ROLE + ">"));

        JsonNode message = awaitMessages(1).get(0);
        assertThat(message.at("/payload/content").asText())
                .startsWith("@\u200Beveryone @\u200Bhere \\<@\u200B&" + ROLE + "\\>");
        assertThat(message.at("/pings/everyone").asBoolean()).isFalse();
        assertThat(message.at("/pings/here").asBoolean()).isFalse();
        assertThat(message.at("/pings/roles")).isEmpty();
    }

    @Test
    void shouldPingThoseWhoAreHereWithoutEveryone() {
        save("\"ping\":\"here\",\"template\":{\"live\":{\"content\":\"{title}\"}},")
                .statusCode(200);

        BroadcastScript.publish(show.wentLive("@everyone"));

        JsonNode message = awaitMessages(1).get(0);
        assertThat(message.at("/pings/here").asBoolean()).isTrue();
        assertThat(message.at("/pings/everyone").asBoolean()).isFalse();
    }

    @Test
    void shouldEditAMessageWhereItIsThoughTheThreadHasChanged() {
        save("\"threadId\":\"998877665544332211\",").statusCode(200);
        BroadcastScript.publish(show.wentLive());
        awaitMessages(1);
        put("{\"kind\":\"discord\",\"threadId\":\"\"}").statusCode(200);

        BroadcastScript.publish(show.ended());

        awaitState("ENDED", "SENT");
        assertThat(staysAt(1).get(0).at("/payload/content").asText()).isEqualTo("**Nova** was live.");
    }

    @Test
    void shouldNeverPostAPingAgain() {
        save("\"ping\":\"everyone\",\"onUnknown\":\"RESEND_ONCE\",");
        discord.fault(webhookId, "\"drop\":\"answer\",\"methods\":[\"POST\"]");

        BroadcastScript.publish(show.wentLive());

        awaitState("LIVE", "UNKNOWN");
        staysAt(1);
        assertThat(discord.calls(webhookId, "POST")).hasSize(1);
    }

    @Test
    void shouldNameEveryFieldDiscordWouldRefuse() {
        String fields = String.join(",", Collections.nCopies(26, "{\"name\":\"n\",\"value\":\"v\",\"inline\":true}"));
        Json refused = Json.of(
                save("\"username\":\"My Discord\",\"ping\":\"@all\",\"avatarUrl\":\"https://10.0.0.1/a.png\",\"template\":{\"live\":"
                                + "{\"description\":\"" + "x".repeat(5000) + "\"},\"ended\":{\"fields\":[" + fields
                                + "]}},")
                        .statusCode(400)
                        .extract()
                        .asString());

        assertThat(refused.getString("type")).endsWith("/problems/destination-invalid");
        assertThat(refused.getList("errors[*].field"))
                .containsExactly("ping", "username", "avatarUrl", "template.live.description", "template.ended.fields");
        assertThat(refused.getList("errors[*].message", String.class))
                .contains("has 5,000 characters; Discord takes at most 4,096", "are 26; Discord takes at most 25");
        assertThat(list().getList("$")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "Everyone", "a:b", "\\u3000", "\\u200b", "   ", "Nova\\nLive"})
    void shouldRefuseANameDiscordDoesNotPostUnder(String username) {
        Json refused = Json.of(save("\"username\":\"" + username + "\",")
                .statusCode(400)
                .extract()
                .asString());

        assertThat(refused.getString("detail")).contains("username");
        assertThat(list().getList("$")).isEmpty();
    }

    @Test
    void shouldTakeLineBreaksWhereAMessageMayHaveThem() {
        save("\"template\":{\"live\":{\"content\":\"One\\nTwo\",\"description\":\"A\\n\\tB\",\"fields\":[{\"name\":\"n\","
                        + "\"value\":\"1\\n2\",\"inline\":true}]}},")
                .statusCode(200);

        BroadcastScript.publish(show.wentLive());

        JsonNode posted = awaitMessages(1).get(0).path("payload");
        assertThat(posted.path("content").asText()).isEqualTo("One\nTwo");
        assertThat(posted.at("/embeds/0/description").asText()).isEqualTo("A\n\tB");
        assertThat(posted.at("/embeds/0/fields/0/value").asText()).isEqualTo("1\n2");
    }

    @ParameterizedTest
    @CsvSource({"12, threadId", "'', threadId"})
    void shouldGoBackToTheDefaultWithAnEmptyText(String threadId, String field) {
        save("\"username\":\"Nova\",").statusCode(200);

        if (threadId.isEmpty()) {
            put("{\"kind\":\"discord\",\"username\":\"\",\"" + field + "\":\"\"}")
                    .statusCode(200);
            assertThat(list().get("[0].username")).isNull();
        } else {
            put("{\"kind\":\"discord\",\"" + field + "\":\"" + threadId + "\"}").statusCode(400);
            assertThat(list().getString("[0].username")).isEqualTo("Nova");
        }
    }

    @Test
    void shouldGoOnInTheChannelWhenTheThreadIsGone() {
        String thread = "998877665544332211";
        save("\"threadId\":\"" + thread + "\",").statusCode(200);
        discord.deleteThread(thread);

        BroadcastScript.publish(show.wentLive());

        JsonNode message = awaitMessages(1).get(0);
        assertThat(message.path("threadId").isNull()).isTrue();
        awaitState("LIVE", "SENT");
        assertThat(delivery("LIVE").getList("attempts[*].outcome")).containsExactly("GONE", "SENT");
        assertThat(list().get("[0].threadId")).isNull();
        assertThat(list().getBoolean("[0].enabled")).isTrue();
    }

    @Test
    void shouldOpenAThreadForEachSessionOfAForumAndEditWithinIt() {
        discord.declareForum(webhookId);
        save("\"threadName\":\"{title}\",").statusCode(200);

        BroadcastScript.publish(show.wentLive());
        JsonNode live = awaitMessages(1).get(0);
        BroadcastScript.publish(show.ended());

        assertThat(live.path("threadId").asText()).isNotBlank();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(delivery("ENDED").getString("state")).isEqualTo("SENT"));
        List<JsonNode> messages = staysAt(1);
        assertThat(messages.get(0).at("/payload/embeds/0/fields/0/name").asText())
                .isEqualTo("Duration");
    }

    @Test
    void shouldTellTheEndInTheThreadThatTheStartOpened() {
        discord.declareForum(webhookId);
        save("\"threadName\":\"{title}\",\"atEnd\":\"SECOND_POST\",").statusCode(200);

        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "SENT");
        BroadcastScript.publish(show.ended());

        List<JsonNode> messages = awaitMessages(2);
        assertThat(messages.get(1).path("threadId").asText())
                .isEqualTo(messages.get(0).path("threadId").asText())
                .isNotBlank();
    }

    @Test
    void shouldOpenAnotherThreadWhenTheFirstWasDeleted() {
        discord.declareForum(webhookId);
        save("\"threadName\":\"{title}\",\"atEnd\":\"SECOND_POST\",").statusCode(200);
        BroadcastScript.publish(show.wentLive());
        awaitState("LIVE", "SENT");
        String first = awaitMessages(1).get(0).path("threadId").asText();
        discord.deleteThread(first);

        BroadcastScript.publish(show.ended());

        awaitState("ENDED", "SENT");
        List<JsonNode> messages = discord.messages(webhookId);
        assertThat(messages.get(messages.size() - 1).path("threadId").asText())
                .isNotBlank()
                .isNotEqualTo(first);
        assertThat(delivery("ENDED").getList("attempts[*].outcome")).containsExactly("GONE", "SENT");
        assertThat(delivery("LIVE").getString("state")).isEqualTo("DELETED");
    }

    private String preview(String request) {
        return as(TestTokens.broadcaster(show.channelId))
                .contentType(ContentType.JSON)
                .body(request)
                .post("/api/notifications/channels/{channel}/public/preview", show.channelId)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
