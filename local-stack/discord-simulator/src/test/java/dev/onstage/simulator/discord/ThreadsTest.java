package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Threads of a text channel and posts of a forum. */
class ThreadsTest extends SimulatorTest {
    private static final String THREAD = "777777777777777777";
    private static final JsonObject POST =
            new JsonObject().put("content", "Hello").put("thread_name", "A stream");

    @Test
    void shouldPostIntoAnyThreadWithoutSetUp() {
        JsonObject message = json(sender.post("?wait=true&thread_id=" + THREAD, HELLO));

        assertThat(message.getString("channel_id")).isEqualTo(THREAD);
        assertThat(sender.messages().getJsonObject(0).getString("threadId")).isEqualTo(THREAD);
    }

    @Test
    void shouldFindAMessageOnlyInItsThread() {
        String id = json(sender.post("?wait=true&thread_id=" + THREAD, HELLO)).getString("id");
        String message = Sender.WEBHOOK + "/messages/" + id;

        assertThat(code(sender.send("PATCH", message, HELLO.encode()))).isEqualTo(10008);
        assertThat(code(sender.send("PATCH", message + "?thread_id=1", HELLO.encode())))
                .isEqualTo(10008);
        assertThat(sender.send("PATCH", message + "?thread_id=" + THREAD, HELLO.encode())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNotKnowADeletedThread() {
        String id = json(sender.post("?wait=true&thread_id=" + THREAD, HELLO)).getString("id");
        sender.control("DELETE", "/_sim/threads/" + THREAD, null);

        HttpResponse<String> posted = sender.post("?wait=true&thread_id=" + THREAD, HELLO);

        assertThat(posted.statusCode()).isEqualTo(404);
        assertThat(code(posted)).isEqualTo(10003);
        assertThat(code(sender.send("GET", Sender.WEBHOOK + "/messages/" + id + "?thread_id=" + THREAD, null)))
                .isEqualTo(10003);
        assertThat(sender.messages().getJsonObject(0).getInstant("deletedAt")).isEqualTo(clock.instant());
        sender.control("PUT", "/_sim/threads/" + THREAD, "{}");
        assertThat(sender.post("?wait=true&thread_id=" + THREAD, HELLO).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNotReachTheThreadOfAnotherChannel() {
        sender.control("PUT", "/_sim/threads/" + THREAD, "{\"channelId\":\"5\"}");

        assertThat(code(sender.post("?thread_id=" + THREAD, HELLO))).isEqualTo(10003);
    }

    @Test
    void shouldRefuseAThreadIdThatIsNone() {
        HttpResponse<String> refused = sender.post("?thread_id=abc", HELLO);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"thread_id\":{\"_errors\":[{\"code\":\"NUMBER_TYPE_COERCE\"");
    }

    @Test
    void shouldOpenAThreadInAForum() {
        forum();

        JsonObject opened = json(sender.post(POST));
        String thread = opened.getString("channel_id");

        assertThat(thread).isEqualTo(opened.getString("id"));
        assertThat(sender.control("GET", "/_sim/threads", null).body()).contains("A stream");
        assertThat(sender.post("?wait=true&thread_id=" + thread, HELLO).statusCode())
                .isEqualTo(200);
        assertThat(sender.send("PATCH", Sender.WEBHOOK + "/messages/" + thread + "?thread_id=" + thread, HELLO.encode())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldWantExactlyOneThreadInAForum() {
        forum();

        assertThat(code(sender.post(HELLO))).isEqualTo(220001);
        assertThat(code(sender.post("?thread_id=" + THREAD, POST))).isEqualTo(220002);
    }

    @Test
    void shouldOpenNoThreadOutsideAForum() {
        HttpResponse<String> refused = sender.post(POST);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo(220003);
    }

    private void forum() {
        sender.control("PUT", "/_sim/webhooks/" + Sender.ID, "{\"forum\":true}");
    }
}
