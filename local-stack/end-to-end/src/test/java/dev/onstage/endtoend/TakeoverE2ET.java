package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.endtoend.GetStreamClient.Answer;
import dev.onstage.localstack.client.HttpAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A call is Onstage's: whoever has a token and no page can neither make the call of a channel before Onstage does, nor rule it
 * afterwards, and a call that somebody else made is never a channel's.
 */
@OnStack
class TakeoverE2ET {

    private static final int NOT_ALLOWED = 17;

    @Test
    void shouldNotHandTheCallOverToAViewerWhoComesFirst(StackUnderTest stack) {
        // Given: the types are there once any channel was set up
        Scenario.provisioned(stack, "takeover-other");
        Scenario scenario = Scenario.created(stack, "takeover-before");
        GetStreamClient viewer = viewer(stack, scenario);

        // When
        for (String type : List.of("onstage", "livestream", "default")) {
            Answer made = viewer.post(GetStreamClient.call(type + ":takeover-before"), Map.of());
            assertThat(made.code()).as("%s: %s", type, made.body()).isEqualTo(NOT_ALLOWED);
        }
        scenario.channel().provision().orThrow();

        // Then
        assertThat(scenario.callCid()).isEqualTo("onstage:takeover-before");
        assertThat(creator(stack, scenario.callCid())).isEqualTo("broadcaster-takeover-before");
        cannotRule(viewer, scenario.callCid());
        scenario.connectEncoder();
        scenario.goLive();
        scenario.stopLive();
        scenario.awaitSessions(1);
    }

    @Test
    void shouldNeverTakeACallThatSomebodyElseMade(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, "takeover-made");
        GetStreamClient server = GetStreamClient.server(stack);
        Scenario.provisioned(stack, "takeover-types");
        server.post("/users", Map.of("users", Map.of("mallory", Map.of("id", "mallory", "name", "Mallory"))));
        Answer made = server.post(GetStreamClient.call("onstage:takeover-made"), GetStreamClient.madeBy("mallory"));
        assertThat(made.isSuccess()).as("%s", made.body()).isTrue();

        // When
        scenario.channel().provision().orThrow();

        // Then
        assertThat(scenario.callCid()).isEqualTo("onstage:takeover-made_2");
        assertThat(creator(stack, scenario.callCid())).isEqualTo("broadcaster-takeover-made");
        JsonNode told = scenario.awaitBroadcast(broadcast ->
                assertThat(broadcast.path("warnings").findValuesAsText("code")).contains("call-of-somebody-else"));
        assertThat(told.path("warnings").toString()).contains("mallory");

        // When: the other call goes live
        server.post(GetStreamClient.call("onstage:takeover-made") + "/go_live", Map.of());
        scenario.connectEncoder();
        scenario.goLive();
        scenario.stopLive();

        // Then: that was nobody's broadcast
        scenario.awaitSessions(1);
        scenario.awaitPageLive(false);
    }

    /** The call of a channel is deleted, and its name taken by somebody. */
    @Test
    void shouldNotAdoptACallThatTookThePlaceOfAnother(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "takeover-place");
        GetStreamClient server = GetStreamClient.server(stack);
        server.post("/users", Map.of("users", Map.of("mallory", Map.of("id", "mallory", "name", "Mallory"))));
        String path = GetStreamClient.call(scenario.callCid());
        server.post(path + "/delete", Map.of());
        assertThat(server.post(path, GetStreamClient.madeBy("mallory")).isSuccess())
                .isTrue();

        // When
        server.post(path + "/go_live", Map.of());

        // Then: it is left, and nobody sees it on the page
        scenario.awaitState("UNPROVISIONED");
        scenario.awaitPageLive(false);
        assertThat(scenario.sessions()).isEmpty();
        scenario.channel().provision().orThrow();
        assertThat(scenario.callCid()).isEqualTo("onstage:takeover-place_2");
    }

    @Test
    void shouldLetAViewerWatchAndNothingElse(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "takeover-watch");
        GetStreamClient viewer = viewer(stack, scenario);
        scenario.connectEncoder();
        cannotRule(viewer, scenario.callCid());
        String sessionId = scenario.goLive();

        // When
        Answer read = viewer.get(GetStreamClient.call(scenario.callCid()));

        // Then
        assertThat(read.body().path("own_capabilities").toString())
                .contains("join-call")
                .doesNotContain("send-video")
                .doesNotContain("end-call");
        cannotRule(viewer, scenario.callCid());
        Answer anonymous = GetStreamClient.nobody(stack).get(GetStreamClient.call(scenario.callCid()));
        assertThat(anonymous.isSuccess()).as("%s", anonymous.body()).isFalse();
        assertThat(scenario.sessionId()).isEqualTo(sessionId);
        scenario.stopLive();
        scenario.awaitSessions(1);
    }

    private static void cannotRule(GetStreamClient viewer, String callCid) {
        String path = GetStreamClient.call(callCid);
        for (String command : List.of("/go_live", "/stop_live", "/mark_ended")) {
            Answer answer = viewer.post(path + command, Map.of());
            assertThat(answer.code()).as("%s: %s", command, answer.body()).isEqualTo(NOT_ALLOWED);
        }
        Answer changed = viewer.patch(path, Map.of("custom", Map.of("title", "Mine")));
        assertThat(changed.code()).as("%s", changed.body()).isEqualTo(NOT_ALLOWED);
        Answer members = viewer.post(
                path + "/members", Map.of("update_members", List.of(Map.of("user_id", "mallory", "role", "host"))));
        assertThat(members.isSuccess()).as("%s", members.body()).isFalse();
    }

    private static String creator(StackUnderTest stack, String callCid) {
        return GetStreamClient.server(stack)
                .get(GetStreamClient.call(callCid))
                .body()
                .at("/call/created_by/id")
                .asText();
    }

    /** Somebody who is signed in, with the token that their page has. */
    private static GetStreamClient viewer(StackUnderTest stack, Scenario scenario) {
        HttpAnswer access =
                stack.operator().get("/api/channels/" + scenario.channel().id() + "/viewer-access");
        return GetStreamClient.user(stack, access.orThrow().path("token").asText());
    }
}
