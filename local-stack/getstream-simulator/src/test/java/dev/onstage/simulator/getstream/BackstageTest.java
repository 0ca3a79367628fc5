package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backstage, sessions and ending: the states and events of each action. */
class BackstageTest {

    private static final String CALL = "/api/v2/video/call/livestream/main";
    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.hook(receiver.url());
        simulator.livestream("main", "mara");
        simulator.awaitIdle();
        receiver.forget();
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void theEncoderOpensASessionInBackstage() {
        simulator.obs("main", "mara");

        JsonNode started = receiver.await("call.session_started", 1).get(0);
        assertThat(started.at("/call/backstage").asBoolean()).isTrue();
        assertThat(started.path("session_id").asText())
                .isEqualTo(started.at("/call/current_session_id").asText())
                .isNotEmpty();
        assertThat(started.at("/call/session/live_started_at").isNull()).isTrue();
        JsonNode joined = receiver.await("call.session_participant_joined", 1).get(0);
        assertThat(joined.has("call")).isFalse();
        assertThat(joined.at("/participant/role").asText()).isEqualTo("host");
        assertThat(started.at("/call/session/participants/0/user_session_id"))
                .isEqualTo(joined.at("/participant/user_session_id"));
        receiver.await("ingress.started", 1);
        assertThat(receiver.types())
                .startsWith("ingress.started", "call.session_started", "call.session_participant_joined");
    }

    @Test
    void viewersMayNotEnterBackstage() {
        simulator.obs("main", "mara");
        Answer refused = simulator.viewers("main", 3);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("error").asText()).contains("JoinBackstage");
        assertThat(simulator
                        .call("main")
                        .at("/session/participants_count_by_role/user")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void goingLiveSetsTheTimeAndIsReportedOnce() {
        simulator.obs("main", "mara");
        Answer answer = simulator.post(CALL + "/go_live", "{}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.call().path("backstage").asBoolean(true)).isFalse();
        long liveStartedAt = answer.call().at("/session/live_started_at").asLong();
        assertThat(liveStartedAt).isPositive();
        JsonNode event = receiver.await("call.live_started", 1).get(0);
        assertThat(event.at("/call/backstage").asBoolean(true)).isFalse();
        assertThat(Instant.parse(event.at("/call/session/live_started_at").asText()))
                .isEqualTo(Instant.ofEpochSecond(0, liveStartedAt));
        assertThat(receiver.await("call.session_started", 1)).hasSize(1);
    }

    @Test
    void goingLiveWithoutASessionCarriesNone() {
        simulator.goLive("main");
        JsonNode live = receiver.await("call.live_started", 1).get(0);
        simulator.obs("main", "mara");
        JsonNode session = receiver.await("call.session_started", 1).get(0);

        assertThat(live.at("/call/session").isNull()).isTrue();
        assertThat(session.at("/call/backstage").asBoolean(true)).isFalse();
        assertThat(session.at("/call/session/live_started_at").isNull()).isFalse();
    }

    @Test
    void goingLiveTwiceKeepsTheTime() {
        simulator.obs("main", "mara");
        JsonNode first = simulator.post(CALL + "/go_live", "{}").call();
        JsonNode second = simulator.post(CALL + "/go_live", "{}").call();

        assertThat(second.at("/session/live_started_at")).isEqualTo(first.at("/session/live_started_at"));
        receiver.await("call.live_started", 2);
    }

    @Test
    void stoppingSendsCallUpdatedAndNothingElseAboutTheState() {
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 3);
        simulator.awaitIdle();
        receiver.forget();
        Answer answer = simulator.post(CALL + "/stop_live", "{}");

        assertThat(answer.call().path("backstage").asBoolean()).isTrue();
        assertThat(answer.call().at("/session/live_ended_at").asLong())
                .isGreaterThan(answer.call().at("/session/live_started_at").asLong());
        simulator.awaitIdle();
        assertThat(receiver.types())
                .filteredOn(type -> !type.equals("call.session_participant_count_updated"))
                .containsExactly(
                        "call.updated",
                        "call.session_participant_left",
                        "call.session_participant_left",
                        "call.session_participant_left");
        assertThat(receiver.events("call.updated").get(0).at("/call/backstage").asBoolean())
                .isTrue();
    }

    @Test
    void stoppingLeavesTheEncoderConnectedAndTheSessionOpen() {
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 2);
        simulator.stopLive("main");

        JsonNode session = simulator.call("main").path("session");
        assertThat(session.path("participants_count_by_role").toString()).isEqualTo("{\"host\":1}");
        assertThat(session.path("ended_at").isNull()).isTrue();
    }

    @Test
    void aCallEntersAndLeavesBackstageManyTimesInOneSession() {
        simulator.obs("main", "mara");
        JsonNode first = simulator.post(CALL + "/go_live", "{}").call();
        simulator.stopLive("main");
        JsonNode second = simulator.post(CALL + "/go_live", "{}").call();

        assertThat(second.path("current_session_id")).isEqualTo(first.path("current_session_id"));
        assertThat(second.at("/session/live_started_at").asLong())
                .isGreaterThan(first.at("/session/live_started_at").asLong());
        assertThat(second.at("/session/live_ended_at").isNull()).isTrue();
        assertThat(simulator.viewers("main", 1).status()).isEqualTo(200);
    }

    @Test
    void aLostEncoderChangesNothingAboutLive() {
        String obs = simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 1);
        simulator.awaitIdle();
        receiver.forget();
        simulator.control("DELETE", "/encoders/" + obs, null);

        JsonNode stopped = receiver.await("ingress.stopped", 1).get(0);
        JsonNode left = receiver.await("call.session_participant_left", 1).get(0);
        assertThat(stopped.path("ingress_stream_id").asText()).isEqualTo(obs);
        assertThat(stopped.path("user_id").asText()).isEqualTo("mara");
        assertThat(left.at("/participant/user/id").asText()).isEqualTo("mara");
        assertThat(left.path("duration_seconds").isIntegralNumber()).isTrue();
        JsonNode call = simulator.call("main");
        assertThat(call.path("backstage").asBoolean(true)).isFalse();
        assertThat(call.path("current_session_id").asText()).isNotEmpty();
    }

    @Test
    void anEmptySessionIsClosedAfterInactivityAndTheCallStaysLive() {
        simulator.patch(CALL, "{\"settings_override\":{\"session\":{\"inactivity_timeout_seconds\":5}}}");
        String obs = simulator.obs("main", "mara");
        simulator.goLive("main");
        String sessionId = simulator.call("main").path("current_session_id").asText();
        Instant left = Instant.now();
        simulator.control("DELETE", "/encoders/" + obs, null);

        JsonNode ended = receiver.await("call.session_ended", 1).get(0);
        assertThat(ended.path("session_id").asText()).isEqualTo(sessionId);
        assertThat(Duration.between(left, Instant.parse(ended.path("created_at").asText())))
                .as("not the thirty seconds that are the default")
                .isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(29));
        assertThat(ended.at("/call/session/ended_at").isTextual()).isTrue();
        assertThat(ended.at("/call/current_session_id").asText("missing")).isEmpty();
        assertThat(ended.at("/call/backstage").asBoolean(true)).isFalse();

        simulator.obs("main", "mara");
        assertThat(simulator.call("main").path("current_session_id").asText())
                .isNotEmpty()
                .isNotEqualTo(sessionId);
    }

    @Test
    void aSessionWithViewersStaysOpenAndAnEncoderThatReturnsKeepsIt() {
        simulator.patch(CALL, "{\"settings_override\":{\"session\":{\"inactivity_timeout_seconds\":5}}}");
        String obs = simulator.obs("main", "mara");
        String sessionId;
        Instant left;
        do {
            // Once more if it took longer to return than the session stays open.
            simulator.awaitIdle();
            receiver.forget();
            sessionId = simulator.call("main").path("current_session_id").asText();
            left = Instant.now();
            simulator.control("DELETE", "/encoders/" + obs, null);
            obs = simulator.obs("main", "mara");
        } while (Duration.between(left, Instant.now()).compareTo(Duration.ofSeconds(5)) >= 0);

        String kept = sessionId;
        org.awaitility.Awaitility.await()
                .during(Duration.ofSeconds(6))
                .atMost(Simulator.PATIENCE)
                .until(() -> simulator
                        .call("main")
                        .path("current_session_id")
                        .asText()
                        .equals(kept));
        assertThat(receiver.events("call.session_ended")).isEmpty();
    }

    @Test
    void markEndedRetiresTheCall() {
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 2);
        Answer ended = simulator.post(CALL + "/mark_ended", "{}");

        assertThat(ended.status()).isEqualTo(201);
        assertThat(ended.body().has("call")).isFalse();
        assertThat(receiver.await("call.ended", 1).get(0).at("/call/ended_at").isTextual())
                .isTrue();
        receiver.await("call.session_participant_left", 3);
        receiver.await("call.session_ended", 1);
        assertThat(simulator.call("main").path("ended_at").asLong()).isPositive();
        assertThat(simulator.viewers("main", 1).status()).isEqualTo(403);
        assertThat(simulator.post(CALL + "/go_live", "{}").code()).isEqualTo(17);
        assertThat(simulator.post(CALL, "{}").call().path("ended_at").asLong()).isPositive();
    }

    @Test
    void theMaximumDurationEndsTheCall() {
        simulator.patch(CALL, "{\"settings_override\":{\"limits\":{\"max_duration_seconds\":2}}}");
        simulator.obs("main", "mara");
        assertThat(receiver.await("call.session_started", 1)
                        .get(0)
                        .at("/call/session/timer_ends_at")
                        .isTextual())
                .isTrue();

        receiver.await("call.ended", 1);
        assertThat(simulator.call("main").path("ended_at").asLong()).isPositive();
    }

    @Test
    void viewersMayEnterAheadOfThePlannedStart() {
        simulator.patch(CALL, """
                {"starts_at":"%s","settings_override":{"backstage":{"join_ahead_time_seconds":600}}}""".formatted(Instant.now().plusSeconds(300)));

        assertThat(simulator.viewers("main", 1).status()).isEqualTo(200);
        assertThat(simulator.call("main").path("backstage").asBoolean()).isTrue();
    }

    @Test
    void theDashboardGoesLiveAndStopsToo() {
        simulator.control("POST", "/calls/livestream/main/go_live", null);
        assertThat(receiver.await("call.live_started", 1)).hasSize(1);
        simulator.control("POST", "/calls/livestream/main/stop_live", null);
        assertThat(receiver.await("call.updated", 1)).hasSize(1);
        Answer ended = simulator.control("POST", "/calls/livestream/main/mark_ended", null);
        receiver.await("call.ended", 1);
        assertThat(ended.body().path("endedAt").isTextual()).isTrue();
    }
}
