package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is notified, and what a message object says about it. */
class MentionsTest extends SimulatorTest {
    private static final String EVERYBODY = "@everyone @here <@&11> <@&12> <@21> <@!22>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                     | false | ''     | 21,22",
                "{}                                   | false | ''     | ''",
                "{\"parse\":[]}                       | false | ''     | ''",
                "{\"parse\":[\"everyone\"]}           | true  | ''     | ''",
                "{\"parse\":[\"roles\"]}              | false | 11,12  | ''",
                "{\"parse\":[],\"roles\":[\"12\",\"99\"]} | false | 12 | ''",
                "{\"parse\":[\"everyone\"],\"users\":[\"21\"]} | true | '' | 21",
            })
    void shouldNotifyWhomTheCallAllows(String allowed, boolean everyone, String roles, String users) {
        JsonObject message = new JsonObject().put("content", EVERYBODY);
        if (allowed != null) {
            message.put("allowed_mentions", new JsonObject(allowed));
        }

        sender.post(message);

        assertThat(pings()).isEqualTo(pings(everyone, roles, users));
    }

    @Test
    void shouldNotifyNobodyFromAnEmbed() {
        sender.post(new JsonObject()
                .put("content", "live")
                .put("allowed_mentions", new JsonObject("{\"parse\":[\"everyone\",\"roles\",\"users\"]}"))
                .put("embeds", new JsonArray().add(new JsonObject().put("title", EVERYBODY))));

        assertThat(pings()).isEqualTo(pings(false, "", ""));
    }

    @Test
    void shouldNotifyFromTheTextOfComponents() {
        sender.post(
                "?wait=true&with_components=true",
                new JsonObject("{\"flags\":32768,\"components\":[{\"type\":17,\"components\":"
                        + "[{\"type\":10,\"content\":\"<@21>\"}]}]}"));

        assertThat(pings()).isEqualTo(pings(false, "", "21"));
    }

    @Test
    void shouldForgetWhatTheFirstCallAllowed() {
        JsonObject posted = json(sender.post(new JsonObject()
                .put("content", "<@&11> <@21>")
                .put("allowed_mentions", new JsonObject("{\"parse\":[],\"roles\":[\"11\"]}"))));
        String path = Sender.WEBHOOK + "/messages/" + posted.getString("id");

        JsonObject edited = json(sender.send("PATCH", path, "{\"content\":\"still <@&11> <@21>\"}"));

        assertThat(posted.getJsonArray("mention_roles")).containsExactly("11");
        assertThat(posted.getJsonArray("mentions")).isEmpty();
        assertThat(edited.getJsonArray("mention_roles")).isEmpty();
        assertThat(edited.getJsonArray("mentions").getJsonObject(0).getString("id"))
                .isEqualTo("21");
        assertThat(pings()).isEqualTo(pings(false, "11", ""));
        assertThat(sender.messages().getJsonObject(0).getJsonObject("mentions").getJsonArray("users"))
                .containsExactly("21");
    }

    private JsonObject pings() {
        return sender.messages().getJsonObject(0).getJsonObject("pings");
    }

    private static JsonObject pings(boolean everyone, String roles, String users) {
        return new JsonObject()
                .put("everyone", everyone)
                .put("here", everyone)
                .put("roles", list(roles))
                .put("users", list(users));
    }

    private static JsonArray list(String ids) {
        JsonArray list = new JsonArray();
        for (String id : ids.split(",")) {
            if (!id.isEmpty()) {
                list.add(id);
            }
        }
        return list;
    }
}
