package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls, members and call types. */
class CallTest {

    private static final String CALL = "/api/v2/video/call/livestream/main";
    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.hook(receiver.url());
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void getOrCreateCreatesOnceAndSaysSo() {
        Answer first = simulator.livestream("main", "mara");
        Answer second = simulator.post(CALL, "{}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body().path("created").asBoolean()).isTrue();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body().path("created").asBoolean(true)).isFalse();
        assertThat(second.call().path("created_at")).isEqualTo(first.call().path("created_at"));
        simulator.goLive("main");
        simulator.awaitIdle();
        assertThat(receiver.events("call.created")).hasSize(1);
        assertThat(receiver.events("call.created").get(0).path("members")).hasSize(1);
    }

    @Test
    void aLivestreamStartsInBackstageWithoutASession() {
        JsonNode call = simulator.livestream("main", "mara").call();

        assertThat(call.path("backstage").asBoolean()).isTrue();
        assertThat(call.path("session").isNull()).isTrue();
        assertThat(call.path("current_session_id").asText("missing")).isEmpty();
        assertThat(call.path("ended_at").isNull()).isTrue();
        assertThat(call.at("/settings/session/inactivity_timeout_seconds").asInt())
                .isEqualTo(30);
        assertThat(call.at("/ingress/rtmp/address").asText())
                .isEqualTo("rtmps://" + Simulator.HOST + ":443/" + Simulator.KEY + ".livestream.main");
        assertThat(call.at("/ingress/srt/address").asText())
                .contains("{passphrase}")
                .contains("{token}");
    }

    @Test
    void restTimestampsAreIntegerNanosecondsAndThoseOfV1AreStrings() {
        long before = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - 1);
        long created =
                simulator.livestream("main", "mara").call().path("created_at").asLong();
        JsonNode v1 = simulator.get("/video/call/livestream/main").call().path("created_at");

        assertThat(created).isBetween(before, before + TimeUnit.MINUTES.toNanos(1));
        assertThat(v1.isTextual()).isTrue();
        assertThat(Instant.parse(v1.asText())).isEqualTo(Instant.ofEpochSecond(0, created));
    }

    @Test
    void createdByIsNeededFromAServer() {
        Answer answer = simulator.post(CALL, "{\"data\":{}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(4);
    }

    @Test
    void creatorAndMembersMustExist() {
        simulator.users("mara");
        Answer creator = simulator.post(CALL, "{\"data\":{\"created_by_id\":\"ghost\"}}");
        Answer member =
                simulator.post(CALL, "{\"data\":{\"created_by_id\":\"mara\",\"members\":[{\"user_id\":\"ghost\"}]}}");

        assertThat(creator.code()).isEqualTo(4);
        assertThat(member.code()).isEqualTo(4);
        assertThat(member.body().path("message").asText()).contains("ghost");
        assertThat(simulator.get(CALL).status()).isEqualTo(404);
    }

    @Test
    void idsHaveAtMost64Characters() {
        simulator.users("mara");
        String body = "{\"data\":{\"created_by_id\":\"mara\"}}";

        assertThat(simulator
                        .post("/api/v2/video/call/livestream/" + "x".repeat(64), body)
                        .status())
                .isEqualTo(201);
        assertThat(simulator
                        .post("/api/v2/video/call/livestream/" + "x".repeat(65), body)
                        .code())
                .isEqualTo(4);
        assertThat(simulator.post("/api/v2/video/call/unknown/main", body).status())
                .isEqualTo(404);
    }

    @Test
    void updateReplacesCustomAndMergesSettingsAndIsReported() {
        simulator.livestream("main", "mara");
        Answer answer = simulator.patch(CALL, """
                {"custom":{"title":"Friday"},"settings_override":{"session":{"inactivity_timeout_seconds":5}}}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.call().at("/custom/title").asText()).isEqualTo("Friday");
        assertThat(answer.call()
                        .at("/settings/session/inactivity_timeout_seconds")
                        .asInt())
                .isEqualTo(5);
        assertThat(answer.call().at("/settings/backstage/enabled").asBoolean()).isTrue();
        JsonNode event = receiver.await("call.updated", 1).get(0);
        assertThat(event.at("/call/custom/title").asText()).isEqualTo("Friday");
        assertThat(event.path("capabilities_by_role").has("host")).isTrue();
    }

    @Test
    void settingsHaveBounds() {
        simulator.livestream("main", "mara");
        for (String settings : new String[] {
            "{\"session\":{\"inactivity_timeout_seconds\":4}}",
            "{\"session\":{\"inactivity_timeout_seconds\":901}}",
            "{\"limits\":{\"max_duration_seconds\":-1}}",
            "{\"session\":{}}",
            "{\"broadcasting\":{\"hls\":{\"quality_tracks\":[]}}}",
            "{\"broadcasting\":{\"hls\":{\"quality_tracks\":[\"4320p\"]}}}",
            "{\"broadcasting\":{\"hls\":{\"enabled\":false}}}",
            "{\"frame_recording\":{\"mode\":\"available\",\"capture_interval_in_seconds\":1}}",
            "{\"recording\":{\"mode\":\"on\"}}",
            "{\"recording\":{\"mode\":\"available\",\"quality\":\"\"}}",
            "{\"ring\":{\"incoming_call_timeout_ms\":0,\"auto_cancel_timeout_ms\":15000}}",
            "{\"ring\":{\"incoming_call_timeout_ms\":15000}}",
            "{\"video\":{\"target_resolution\":{\"width\":0,\"height\":1080}}}",
            "{\"nonsense\":{}}"
        }) {
            Answer answer = simulator.patch(CALL, "{\"settings_override\":" + settings + "}");
            assertThat(answer.status()).as(settings).isEqualTo(400);
            assertThat(answer.body().path("exception_fields")).as(settings).isNotEmpty();
        }
    }

    @Test
    void updatedAtGrowsStrictlyWithEveryChange() {
        long last =
                simulator.livestream("main", "mara").call().path("updated_at").asLong();
        for (int round = 0; round < 20; round++) {
            String path = CALL + (round % 2 == 0 ? "/go_live" : "/stop_live");
            long next = simulator.post(path, "{}").call().path("updated_at").asLong();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(receiver.await("call.updated", 10)).hasSize(10);
        assertThat(receiver.await("call.live_started", 10)).hasSize(10);
    }

    @Test
    void membersAreAddedChangedAndRemoved() {
        simulator.livestream("main", "mara");
        simulator.users("lena");
        Answer added = simulator.post(
                CALL + "/members", "{\"update_members\":[{\"user_id\":\"lena\",\"role\":\"moderator\"}]}");
        simulator.post(CALL + "/members", "{\"update_members\":[{\"user_id\":\"lena\",\"role\":\"host\"}]}");
        simulator.post(CALL + "/members", "{\"remove_members\":[\"lena\"]}");

        assertThat(added.body().path("members")).hasSize(2);
        assertThat(receiver.await("call.member_added", 1)
                        .get(0)
                        .at("/members/0/role")
                        .asText())
                .isEqualTo("moderator");
        assertThat(receiver.await("call.member_updated", 1)
                        .get(0)
                        .at("/members/0/role")
                        .asText())
                .isEqualTo("host");
        assertThat(receiver.await("call.member_removed", 1)
                        .get(0)
                        .at("/members/0")
                        .asText())
                .isEqualTo("lena");
        assertThat(simulator.get(CALL).body().path("members")).hasSize(1);
    }

    @Test
    void memberQueriesFilter() {
        simulator.livestream("main", "mara");
        simulator.users("lena");
        simulator.post(CALL + "/members", "{\"update_members\":[{\"user_id\":\"lena\",\"role\":\"user\"}]}");

        JsonNode hosts = simulator
                .post(
                        "/api/v2/video/call/members",
                        "{\"type\":\"livestream\",\"id\":\"main\",\"filter_conditions\":{\"role\":{\"$eq\":\"host\"}}}")
                .body();

        assertThat(hosts.path("members")).hasSize(1);
        assertThat(hosts.at("/members/0/user_id").asText()).isEqualTo("mara");
    }

    @Test
    void callQueriesFilterByStateAndCid() {
        simulator.livestream("main", "mara");
        simulator.livestream("side", "mara");
        simulator.goLive("main");

        assertThat(cids("{\"backstage\":false}")).containsExactly("livestream:main");
        assertThat(cids("{\"cid\":{\"$in\":[\"livestream:side\",\"livestream:none\"]}}"))
                .containsExactly("livestream:side");
        assertThat(cids("{\"ongoing\":true}")).isEmpty();
        simulator.obs("main", "mara");
        assertThat(cids("{\"ongoing\":true}")).containsExactly("livestream:main");
        assertThat(cids("{\"ended_at\":{\"$exists\":false}}")).hasSize(2);
    }

    private List<String> cids(String conditions) {
        return simulator
                .post("/api/v2/video/calls", "{\"filter_conditions\":" + conditions + "}")
                .body()
                .path("calls")
                .findValuesAsText("cid");
    }

    @Test
    void existingCallsKeepTheSettingsOfTheirType() {
        simulator.livestream("main", "mara");
        simulator.put(
                "/api/v2/video/calltypes/livestream",
                "{\"settings\":{\"session\":{\"inactivity_timeout_seconds\":60}}}");
        simulator.livestream("later", "mara");

        assertThat(simulator
                        .call("main")
                        .at("/settings/session/inactivity_timeout_seconds")
                        .asInt())
                .isEqualTo(30);
        assertThat(simulator
                        .call("later")
                        .at("/settings/session/inactivity_timeout_seconds")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void whatATypeShowsForRingingIsNoRequest() {
        JsonNode shown =
                simulator.get("/api/v2/video/calltypes/livestream").body().at("/settings/ring");

        Answer copied = simulator.post(
                "/api/v2/video/calltypes", "{\"name\":\"copied\",\"settings\":{\"ring\":" + shown + "}}");

        assertThat(copied.code()).isEqualTo(4);
    }

    @Test
    void callTypeGrantsChangeForTheNamedRolesOnly() {
        JsonNode before = simulator.get("/api/v2/video/calltypes/livestream").body();
        JsonNode after = simulator
                .put(
                        "/api/v2/video/calltypes/livestream",
                        "{\"grants\":{\"host\":[\"join-backstage\",\"send-video\",\"send-audio\"]}}")
                .body();

        assertThat(after.at("/grants/host")).hasSize(3);
        assertThat(after.at("/grants/user")).isEqualTo(before.at("/grants/user"));
        assertThat(simulator
                        .put("/api/v2/video/calltypes/livestream", "{\"grants\":{\"nonsense\":[]}}")
                        .code())
                .isEqualTo(4);
    }

    @Test
    void aDeletedCallIsGoneAndItsIdFree() {
        simulator.livestream("main", "mara");
        Answer deleted = simulator.post(CALL + "/delete", "{}");

        assertThat(deleted.call().path("cid").asText()).isEqualTo("livestream:main");
        assertThat(simulator.get(CALL).status()).isEqualTo(404);
        receiver.await("call.deleted", 1);
        assertThat(simulator.livestream("main", "mara").body().path("created").asBoolean())
                .isTrue();
    }
}
