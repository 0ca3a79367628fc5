package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart keeps. */
class RestartTest {

    @TempDir
    Path directory;

    @Test
    void callsUsersHooksAndSessionsStayAndWhoWasThereLeaves() {
        try (HookReceiver receiver = new HookReceiver()) {
            JsonNode before;
            JsonNode hooks;
            String sessionId;
            try (Simulator simulator = Simulator.start(directory)) {
                simulator.livestream("main", "mara");
                simulator.hook(receiver.url(), "ingress.stopped", "call.session_participant_left");
                simulator.post("/api/v2/roles", "{\"name\":\"vip\"}");
                simulator.post(
                        "/api/v2/chat/channels/livestream/main/query",
                        "{\"data\":{\"created_by_id\":\"mara\",\"members\":[{\"user_id\":\"mara\"}]}}");
                simulator.post("/api/v2/moderation/ban", "{\"target_user_id\":\"mara\",\"banned_by_id\":\"mara\"}");
                simulator.post("/api/v2/moderation/unban?target_user_id=mara", "{}");
                simulator.obs("main", "mara");
                simulator.goLive("main");
                simulator.viewers("main", 2);
                before = simulator.call("main");
                hooks = simulator.get("/api/v2/app").body().at("/app/event_hooks");
                sessionId = before.path("current_session_id").asText();
            }

            try (Simulator simulator = Simulator.start(directory)) {
                JsonNode after = simulator.call("main");
                assertThat(after.path("backstage").asBoolean(true)).isFalse();
                assertThat(after.path("created_at")).isEqualTo(before.path("created_at"));
                assertThat(after.path("updated_at")).isEqualTo(before.path("updated_at"));
                assertThat(after.path("current_session_id").asText()).isEqualTo(sessionId);
                assertThat(after.at("/session/participants")).isEmpty();
                assertThat(simulator.get("/api/v2/app").body().at("/app/event_hooks"))
                        .isEqualTo(hooks);
                assertThat(simulator.post("/api/v2/roles", "{\"name\":\"vip\"}").code())
                        .isEqualTo(6);
                assertThat(simulator
                                .post(
                                        "/api/v2/chat/channels/livestream/main/query",
                                        "{\"data\":{\"created_by_id\":\"mara\"}}")
                                .body()
                                .path("members"))
                        .hasSize(1);

                receiver.await("ingress.stopped", 1);
                assertThat(receiver.await("call.session_participant_left", 3)).hasSize(3);
                JsonNode sessions = simulator
                        .get("/api/v2/video/call/livestream/main/session/" + sessionId + "/participant_sessions")
                        .body();
                assertThat(sessions.path("total_participant_sessions").asInt()).isEqualTo(3);
                long next = simulator
                        .post("/api/v2/video/call/livestream/main/stop_live", "{}")
                        .call()
                        .path("updated_at")
                        .asLong();
                assertThat(next).isGreaterThan(before.path("updated_at").asLong());
            }
        }
    }

    @Test
    void messagesStay() {
        String messageId;
        try (Simulator simulator = Simulator.start(directory)) {
            simulator.livestream("main", "mara");
            simulator.post("/api/v2/chat/channels/livestream/main/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
            messageId = simulator
                    .control("POST", "/channels/livestream/main/messages", "{\"count\":3}")
                    .body()
                    .at("/messageIds/1")
                    .asText();
            simulator.control("DELETE", "/messages/" + messageId, null);
        }

        try (Simulator simulator = Simulator.start(directory)) {
            JsonNode messages = simulator
                    .post(
                            "/api/v2/chat/channels/livestream/main/query",
                            "{\"data\":{\"created_by_id\":\"mara\"},\"state\":true}")
                    .body()
                    .path("messages");
            assertThat(messages).hasSize(3);
            assertThat(messages.get(1).path("id").asText()).isEqualTo(messageId);
            assertThat(messages.get(1).path("type").asText()).isEqualTo("deleted");
            assertThat(messages.get(0).path("text").asText()).isEqualTo("message 1 of 3");
            assertThat(simulator
                            .control(
                                    "DELETE",
                                    "/messages/" + messages.get(0).path("id").asText(),
                                    null)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void withoutAnOrderlyStopTheLastChangesAreThereTooAfterAMoment() {
        Path file = directory.resolve("getstream-simulator.json");
        try (Simulator simulator = Simulator.start(directory)) {
            simulator.livestream("main", "mara");

            org.awaitility.Awaitility.await()
                    .atMost(Simulator.PATIENCE)
                    .until(() -> Files.exists(file)
                            && Files.readString(file).contains("\"mara\"")
                            && Files.readString(file).contains("\"livestream\""));
        }
    }
}
