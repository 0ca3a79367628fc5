package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is in a call, who was, and how they are counted. */
class ParticipantsTest {

    private static final String CALL = "/api/v2/video/call/livestream/main";
    private Simulator simulator;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        simulator.livestream("main", "mara");
        simulator.obs("main", "mara");
        simulator.goLive("main");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aCallCountsParticipantsByRoleAndAnonymousOnesApart() {
        simulator.viewers("main", 5);
        simulator.control("POST", "/calls/livestream/main/viewers", "{\"count\":7,\"anonymous\":true}");

        JsonNode session = simulator.call("main").path("session");
        assertThat(session.at("/participants_count_by_role/host").asInt()).isEqualTo(1);
        assertThat(session.at("/participants_count_by_role/user").asInt()).isEqualTo(5);
        assertThat(session.path("anonymous_participant_count").asInt()).isEqualTo(7);
        assertThat(session.path("participants")).hasSize(6);

        simulator.control("DELETE", "/calls/livestream/main/viewers?count=3&anonymous=true", null);
        assertThat(simulator
                        .call("main")
                        .at("/session/anonymous_participant_count")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void theListIsTruncatedInALargeCallAndTheCountIsNot() {
        simulator.viewers("main", 400);

        JsonNode session = simulator.call("main").path("session");
        assertThat(session.path("participants").size()).isLessThan(401);
        assertThat(session.at("/participants_count_by_role/user").asInt()).isEqualTo(400);
    }

    @Test
    void participantsAreFilteredByUser() {
        simulator.viewers("main", 3);

        JsonNode broadcaster = participants("{\"user_id\":{\"$eq\":\"mara\"}}");
        JsonNode plain = participants("{\"user_id\":\"mara\"}");
        JsonNode two = participants("{\"user_id\":{\"$in\":[\"viewer-1\",\"viewer-3\"]}}");
        JsonNode none = participants("{\"user_id\":\"nobody\"}");

        assertThat(broadcaster.path("total_participants").asInt()).isEqualTo(1);
        assertThat(broadcaster.at("/participants/0/user/id").asText()).isEqualTo("mara");
        assertThat(broadcaster.at("/participants/0/joined_at").isIntegralNumber())
                .isTrue();
        assertThat(broadcaster.at("/call/cid").asText()).isEqualTo("livestream:main");
        assertThat(plain.path("total_participants").asInt()).isEqualTo(1);
        assertThat(two.path("participants")).hasSize(2);
        assertThat(none.path("participants")).isEmpty();
    }

    @Test
    void theLimitCutsTheListAndNotTheTotal() {
        simulator.viewers("main", 5);

        JsonNode answer = simulator.post(CALL + "/participants?limit=2", "{}").body();

        assertThat(answer.path("participants")).hasSize(2);
        assertThat(answer.path("total_participants").asInt()).isEqualTo(6);
    }

    @Test
    void participantSessionsKeepWhoLeft() {
        simulator.viewers("main", 2);
        JsonNode left = simulator
                .control("DELETE", "/calls/livestream/main/viewers?count=1", null)
                .body()
                .at("/left/0");

        JsonNode sessions = sessions("").path("participants_sessions");
        assertThat(sessions).hasSize(3);
        JsonNode gone = find(sessions, left.path("userSessionId").asText());
        assertThat(gone.path("user_id").asText()).isEqualTo(left.path("userId").asText());
        assertThat(gone.path("left_at").asLong())
                .isGreaterThan(gone.path("joined_at").asLong());
        JsonNode host = sessions.get(0);
        assertThat(host.path("publisher_type").asText()).isEqualTo("rtmps");
        assertThat(host.path("left_at").isNull()).isTrue();
        assertThat(host.path("roles").toString()).contains("host");
    }

    @Test
    void participantSessionsComeInPages() {
        simulator.viewers("main", 60);
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = sessions("?limit=25" + (cursor.isEmpty() ? "" : "&next=" + cursor));
            page.path("participants_sessions")
                    .forEach(each -> seen.add(each.path("user_session_id").asText()));
            assertThat(page.path("total_participant_sessions").asInt()).isEqualTo(61);
            cursor = page.path("next").asText("").replace("null", "");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(61);
    }

    @Test
    void participantSessionsOfAClosedSessionStay() {
        String sessionId = simulator.call("main").path("current_session_id").asText();
        simulator.post(CALL + "/mark_ended", "{}");

        JsonNode answer = simulator
                .get(CALL + "/session/" + sessionId + "/participant_sessions")
                .body();
        assertThat(answer.path("call_session_id").asText()).isEqualTo(sessionId);
        assertThat(answer.at("/participants_sessions/0/left_at").asLong()).isPositive();
        assertThat(simulator.get(CALL + "/session/none/participant_sessions").status())
                .isEqualTo(404);
    }

    @Test
    void participantSessionsAreFiltered() {
        simulator.viewers("main", 3);
        String filter = URLEncoder.encode("{\"user_id\":\"viewer-2\"}", StandardCharsets.UTF_8);

        assertThat(sessions("?filter_conditions=" + filter).path("participants_sessions"))
                .hasSize(1);
    }

    @Test
    void aUserWhoComesBackIsTheSameUserInAnotherPresence() {
        JsonNode first = viewer("lena");
        simulator.control("DELETE", "/calls/livestream/main/viewers?userIds=lena", null);
        JsonNode second = viewer("lena");

        assertThat(second.path("userId")).isEqualTo(first.path("userId"));
        assertThat(second.path("userSessionId")).isNotEqualTo(first.path("userSessionId"));
    }

    @Test
    void newcomersAreNewPeopleEachTime() {
        simulator.viewers("main", 2);
        JsonNode more = simulator.viewers("main", 2).body();

        assertThat(more.at("/joined/0/userId").asText()).isEqualTo("viewer-3");
        assertThat(more.at("/joined/1/userId").asText()).isEqualTo("viewer-4");
    }

    @Test
    void theMaximumNumberOfParticipantsIsKept() {
        simulator.patch(CALL, "{\"settings_override\":{\"limits\":{\"max_participants\":3}}}");

        assertThat(simulator.viewers("main", 2).status()).isEqualTo(200);
        assertThat(simulator.viewers("main", 1).status()).isEqualTo(403);
    }

    private JsonNode viewer(String id) {
        return simulator
                .control("POST", "/calls/livestream/main/viewers", "{\"userIds\":[\"" + id + "\"]}")
                .body()
                .at("/joined/0");
    }

    private JsonNode participants(String filter) {
        return simulator
                .post(CALL + "/participants", "{\"filter_conditions\":" + filter + "}")
                .body();
    }

    private JsonNode sessions(String query) {
        String sessionId = simulator.call("main").path("current_session_id").asText();
        return simulator
                .get(CALL + "/session/" + sessionId + "/participant_sessions" + query)
                .body();
    }

    private static JsonNode find(JsonNode sessions, String userSessionId) {
        for (JsonNode each : sessions) {
            if (each.path("user_session_id").asText().equals(userSessionId)) {
                return each;
            }
        }
        throw new AssertionError("no participant session " + userSessionId);
    }
}
