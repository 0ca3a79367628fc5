package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edit can change, and how often. */
class EditsTest extends SimulatorTest {
    private static final int EDITS_OF_OLD_MESSAGES = 3;

    private String message = "";

    @BeforeEach
    void post() {
        message = Sender.WEBHOOK + "/messages/"
                + json(sender.post(new JsonObject()
                                .put("content", "Hello")
                                .put("username", "Acme Live")
                                .put("flags", Flags.SUPPRESS_NOTIFICATIONS)))
                        .getString("id");
    }

    @Test
    void shouldChangeOnlyWhatTheCallMentions() {
        JsonObject edited = json(edit("{\"embeds\":[{\"title\":\"Over\"}]}"));

        assertThat(edited.getString("content")).isEqualTo("Hello");
        assertThat(edited.getJsonArray("embeds").getJsonObject(0).getString("type"))
                .isEqualTo("rich");
        assertThat(json(edit("{\"content\":null}")).getString("content")).isEmpty();
        assertThat(code(edit("{\"embeds\":[]}"))).isEqualTo(50006);
    }

    @Test
    void shouldKeepItsSender() {
        JsonObject edited = json(edit("{\"username\":\"Somebody\",\"avatar_url\":\"https://example.org/a.png\"}"));

        assertThat(edited.getJsonObject("author").getString("username")).isEqualTo("Acme Live");
        assertThat(sender.messages().getJsonObject(0).getJsonObject("payload").getString("avatar_url"))
                .isNull();
    }

    @Test
    void shouldHideEmbedsAndShowThemAgain() {
        assertThat(json(edit("{\"flags\":4}")).getInteger("flags")).isEqualTo(4 | Flags.SUPPRESS_NOTIFICATIONS);
        assertThat(json(edit("{\"content\":\"x\"}")).getInteger("flags")).isEqualTo(4 | Flags.SUPPRESS_NOTIFICATIONS);
        assertThat(json(edit("{\"flags\":0}")).getInteger("flags")).isEqualTo(Flags.SUPPRESS_NOTIFICATIONS);
    }

    @Test
    void shouldTurnIntoLayoutAndNeverBack() {
        String layout = "\"flags\":32768,\"components\":[{\"type\":10,\"content\":\"Over\"}]";
        message += "?with_components=true";

        assertThat(edit("{" + layout + "}").body()).contains("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
        assertThat(edit("{\"content\":null," + layout + "}").statusCode()).isEqualTo(200);
        assertThat(edit("{\"flags\":0,\"content\":\"back\"}").statusCode()).isEqualTo(400);
        assertThat(edit("{\"components\":[{\"type\":10,\"content\":\"Quite over\"}]}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNotFindWhatAModeratorDeleted() {
        sender.control("DELETE", "/_sim/messages/" + message.substring(message.lastIndexOf('/') + 1), null);

        HttpResponse<String> refused = edit("{\"content\":\"x\"}");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(code(refused)).isEqualTo(10008);
    }

    @Test
    void shouldTakeFewEditsOfAMessageThatIsOlderThanAnHour() {
        clock.advance(Duration.ofMinutes(61));

        HttpResponse<String> refused = editUntilRefused();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(code(refused)).isEqualTo(30046);
        assertThat(json(refused).getDouble("retry_after")).isPositive();
        assertThat(sender.messages().getJsonObject(0).getInteger("edits")).isEqualTo(EDITS_OF_OLD_MESSAGES);
        clock.advance(Duration.ofHours(1));
        assertThat(edit("{\"content\":\"x\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAgeAMessageOnDemand() {
        String id = message.substring(message.lastIndexOf('/') + 1);

        HttpResponse<String> aged = sender.control("PUT", "/_sim/messages/" + id + "/age", "{\"minutes\":61}");

        assertThat(aged.statusCode()).isEqualTo(204);
        assertThat(code(editUntilRefused())).isEqualTo(30046);
    }

    @Test
    void shouldTakeManyEditsOfAYoungMessage() {
        for (int i = 0; i < 2 * EDITS_OF_OLD_MESSAGES; i++) {
            assertThat(edit("{\"content\":\"x\"}").statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> editUntilRefused() {
        for (int i = 0; i < EDITS_OF_OLD_MESSAGES; i++) {
            assertThat(edit("{\"content\":\"x\"}").statusCode()).isEqualTo(200);
        }
        return edit("{\"content\":\"one too many\"}");
    }

    /** Edits without meeting the limit of calls per two seconds. */
    private HttpResponse<String> edit(String body) {
        clock.advance(Duration.ofSeconds(2));
        return sender.send("PATCH", message, body);
    }
}
