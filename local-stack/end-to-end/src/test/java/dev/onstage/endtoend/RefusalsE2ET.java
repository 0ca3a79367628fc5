package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors as a person meets them: a problem that names the fix, and a state that stays right. */
@OnStack
class RefusalsE2ET {

    @Test
    void shouldRefuseToGoLiveBeforeProvisioning(StackUnderTest stack) {
        Scenario scenario = Scenario.created(stack, "refused-unprovisioned");

        assertProblem(scenario.channel().goLive(), 409, "not-provisioned");

        assertThat(scenario.channel().state()).isEqualTo("UNPROVISIONED");
    }

    @Test
    void shouldRefuseToGoLiveWithoutEncoderUnlessToldTo(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "refused-encoder");

        assertProblem(scenario.channel().goLive(), 409, "encoder-not-connected");
        assertThat(scenario.channel().state()).isEqualTo("READY");

        scenario.channel().goLiveWithoutEncoder().orThrow();
        scenario.awaitState("LIVE");
        scenario.stopLive();
    }

    @Test
    void shouldRefuseASecondGoLiveAndAStopWhenNotLive(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "refused-twice");
        assertProblem(scenario.channel().stopLive(), 409, "not-live");
        scenario.connectEncoder();
        String sessionId = scenario.goLive();

        assertProblem(scenario.channel().goLive(), 409, "already-live");

        assertThat(scenario.sessionId()).isEqualTo(sessionId);
        scenario.stopLive();
        scenario.awaitSessions(1);
        scenario.onlyPosts(2);
    }

    @Test
    void shouldSayThatTheProviderIsDown(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "refused-outage");
        scenario.connectEncoder();
        scenario.getStream().outage(scenario.callCid(), "refuse");

        assertProblem(scenario.channel().goLive(), 503, "provider-unavailable");

        scenario.getStream().outage(scenario.callCid(), "none");
        scenario.awaitState("READY");
        scenario.goLive();
        scenario.stopLive();
        scenario.awaitSessions(1);
    }

    @Test
    void shouldRefuseStrangers(StackUnderTest stack) {
        Scenario.created(stack, "refused-strangers");
        OnstageApi visitor = stack.visitor();

        assertProblem(visitor.get("/api/channels/refused-strangers/broadcast"), 401, "unauthenticated");
        assertProblem(visitor.get("/api/stats/channels/refused-strangers?days=1"), 401, "unauthenticated");
        assertProblem(visitor.get("/api/notifications/channels/refused-strangers"), 401, "unauthenticated");
        assertProblem(visitor.post("/api/channels/refused-strangers/go-live", Map.of()), 401, "unauthenticated");
        assertProblem(visitor.signIn(StackUnderTest.EMAIL, "not the password"), 401, "sign-in-failed");
        assertThat(visitor.get("/api/channels/refused-strangers/live").status()).isEqualTo(200);
    }

    @Test
    void shouldSetUpOnlyOnceAndOnlyWithTheToken(StackUnderTest stack) {
        JsonNode first = stack.firstRun().orThrow();
        assertThat(first.path("channelId").asText()).isEqualTo("main");
        assertThat(first.path("account").path("groups").toString()).contains("operator");

        assertProblem(
                stack.visitor().setUp(stack.stack().secrets().setupToken(), "b@onstage.local", "B", "another password"),
                409,
                "setup-done");
    }

    @Test
    void shouldAnswerPollsCheaply(StackUnderTest stack) {
        Scenario.created(stack, "refused-not-modified");
        String path = "/api/channels/refused-not-modified/live";
        String tag = stack.visitor().get(path).headers().firstValue("ETag").orElseThrow();

        HttpAnswer again = stack.visitor().get(path, Map.of("If-None-Match", tag));

        assertThat(again.status()).isEqualTo(304);
    }

    static void assertProblem(HttpAnswer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.describe()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.problem()).isEqualTo(slug);
        assertThat(answer.body().path("title").asText()).isNotBlank();
        assertThat(answer.body().path("detail").asText()).isNotBlank();
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("fix").asText()).as("what to do").isNotBlank();
    }
}
