package dev.onstage.streamcontrol.provisioning;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From creating a channel to the key in OBS, through the API. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class ProvisioningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    private String channelId = "";

    @BeforeEach
    void createChannel() {
        GetStreamStub.emptyApp();
        channelId = "c-" + UUID.randomUUID().toString().substring(0, 8);
        asMara().body(Map.of("channelId", channelId, "title", "Test"))
                .post("/api/channels")
                .then()
                .statusCode(201)
                .body(at("provisioned", equalTo(false)))
                .body(at("streamCallId", nullValue()));
        givenCallIsMadeAs(channelId);
    }

    @Test
    void shouldSetUpOnceAndAnswerTheSameAgain() {
        String first = provision()
                .then()
                .statusCode(200)
                .body(at("provisioned", equalTo(true)))
                .extract()
                .asString();
        long events = seq();

        String second = provision().then().statusCode(200).extract().asString();

        assertThat(second).isEqualTo(first);
        assertThat(seq()).isEqualTo(events);
        asMara().get("/api/channels/" + channelId).then().body(at("streamCallId", equalTo("onstage:" + channelId)));
    }

    @Test
    void shouldRefuseCredentialsBeforeThat() {
        asMara().get("/api/channels/" + channelId + "/encoder")
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/not-provisioned")))
                .body(at("fix", containsString("Set up")));
    }

    @Test
    void shouldFinishWhatFailedHalfWay() {
        GetStreamStub.server()
                .register(post(urlPathEqualTo("/api/v2/chat/channels/livestream_invite/" + channelId + "/query"))
                        .willReturn(GetStreamStub.error(403, 17, "no")));
        provision()
                .then()
                .statusCode(502)
                .body(at("type", equalTo("/problems/provider-refused")))
                .body(at("fix", containsString("grants")));
        asMara().get("/api/channels/" + channelId).then().body(at("provisioned", equalTo(false)));

        GetStreamStub.emptyApp();
        givenCallIsMadeAs(channelId);

        provision().then().statusCode(200).body(at("provisioned", equalTo(true)));
    }

    @Test
    void shouldNameTheFixWhenTheSecretIsWrong() {
        GetStreamStub.server()
                .register(post(urlPathEqualTo("/api/v2/users"))
                        .willReturn(GetStreamStub.error(401, 43, "signature is not valid")));

        provision()
                .then()
                .statusCode(502)
                .body(at("detail", equalTo("GetStream refused the API secret (code 43).")))
                .body(at("fix", startsWith("Set STREAM_API_SECRET")));
    }

    @Test
    void shouldMoveOnToTheNextCallWhenTheProviderRetiredThisOne() {
        provision().then().statusCode(200);
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/video/call/onstage/" + channelId))
                        .willReturn(okJson(
                                "{\"call\":" + GetStreamStub.call(channelId, true, "1795201504340118123") + "}")));
        givenCallIsMadeAs(channelId + "_2");

        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_2")));
        asMara().get("/api/channels/" + channelId).then().body(at("chatChannelCid", equalTo("livestream_invite:main")));
    }

    @Test
    void shouldMoveOnWhenTheFirstCallWasEndedBeforeItWasOurs() {
        givenCall("onstage", channelId, true, "1795201504340118123", "broadcaster-" + channelId);
        givenCallIsMadeAs(channelId + "_2");

        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_2")));
        assertThat(warnings()).doesNotContain("call-of-somebody-else");
    }

    @Test
    void shouldNeverTakeACallThatSomebodyElseMade() {
        givenCall("onstage", channelId, true, null, "mallory");
        givenCall("onstage", channelId + "_2", false, null, "mallory");
        givenCallIsMadeAs(channelId + "_3");

        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_3")));

        asMara().get("/api/channels/" + channelId + "/broadcast")
                .then()
                .body(at("state", equalTo("READY")))
                .body(at(
                        "warnings[?(@.code == 'call-of-somebody-else')].message",
                        contains(containsString("onstage:" + channelId + "_2 at GetStream was made by mallory"))));
        for (String call : List.of(channelId, channelId + "_2")) {
            String path = "/api/v2/video/call/onstage/" + call;
            GetStreamStub.server().verifyThat(0, patchRequestedFor(urlPathEqualTo(path)));
            GetStreamStub.server().verifyThat(0, postRequestedFor(urlPathEqualTo(path)));
            GetStreamStub.server().verifyThat(0, postRequestedFor(urlPathEqualTo(path + "/members")));
        }
    }

    @Test
    void shouldNotLookForACallOfItsOwnForEver() {
        GetStreamStub.server()
                .register(get(urlPathMatching("/api/v2/video/call/onstage/" + channelId + ".*"))
                        .willReturn(
                                okJson("{\"call\":" + GetStreamStub.call("onstage", channelId, true, null, "mallory")
                                        + ",\"members\":[]}")));

        provision()
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/call-retired")))
                .body(at("fix", containsString("dashboard.getstream.io")));

        GetStreamStub.emptyApp();
        givenCallIsMadeAs(channelId + "_6");
        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_6")));
    }

    @Test
    void shouldNotAdoptACallThatSomebodyElseMadeAndTookLive() {
        provision().then().statusCode(200);
        givenCall("onstage", channelId, false, null, "mallory");

        asMara().body(Map.of("withoutEncoder", true))
                .post("/api/channels/" + channelId + "/go-live")
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/call-retired")));

        asMara().get("/api/channels/" + channelId + "/broadcast")
                .then()
                .body(at("state", equalTo("UNPROVISIONED")))
                .body(at("session", nullValue()))
                .body(at("warnings[*].code", hasItem("call-of-somebody-else")));
        givenCallIsMadeAs(channelId + "_2");
        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_2")));
    }

    @Test
    void shouldMoveFromACallOfTheBuiltInTypeWhenItIsNotLive() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        givenCall("livestream", channelId, true, null, "broadcaster-" + channelId);
        givenCallIsMadeAs(channelId + "_2");
        asMara().get("/api/channels/" + channelId + "/broadcast")
                .then()
                .body(at("actions", hasItem("PROVISION")))
                .body(at("warnings[*].code", hasItem("call-of-built-in-type")));

        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_2")));

        asMara().get("/api/channels/" + channelId + "/broadcast")
                .then()
                .body(at("state", equalTo("READY")))
                .body(at("actions", not(hasItem("PROVISION"))));
        assertThat(warnings()).doesNotContain("call-of-built-in-type", "call-of-somebody-else");
    }

    @Test
    void shouldStayOnACallOfTheBuiltInTypeWhileThatIsLive() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        givenCall("livestream", channelId, false, null, "broadcaster-" + channelId);

        provision()
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/already-live")))
                .body(at("fix", containsString("End the stream")));

        asMara().get("/api/channels/" + channelId).then().body(at("streamCallId", equalTo("livestream:" + channelId)));
        asMara().get("/api/channels/" + channelId + "/broadcast").then().body(at("state", equalTo("LIVE")));
        haveCallOfType("onstage");
    }

    @Test
    void shouldKeepItsCallWhenWhatTheNewOneTakesCannotBeMade() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        givenCall("livestream", channelId, true, null, "broadcaster-" + channelId);
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/roles")).willReturn(GetStreamStub.error(403, 17, "no")));

        provision().then().statusCode(502).body(at("type", equalTo("/problems/provider-refused")));

        asMara().get("/api/channels/" + channelId).then().body(at("streamCallId", equalTo("livestream:" + channelId)));
        asMara().get("/api/channels/" + channelId + "/broadcast").then().body(at("state", equalTo("READY")));

        GetStreamStub.emptyApp();
        givenCall("livestream", channelId, true, null, "broadcaster-" + channelId);
        givenCallIsMadeAs(channelId + "_2");
        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_2")));
    }

    @Test
    void shouldKeepItsCallWhenNoNewOneCanBeUsed() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        givenCall("livestream", channelId, true, null, "broadcaster-" + channelId);
        GetStreamStub.server()
                .register(get(urlPathMatching("/api/v2/video/call/onstage/" + channelId + "_.*"))
                        .willReturn(
                                okJson("{\"call\":" + GetStreamStub.call("onstage", channelId, true, null, "mallory")
                                        + ",\"members\":[]}")));

        provision().then().statusCode(409).body(at("type", equalTo("/problems/call-retired")));

        asMara().get("/api/channels/" + channelId).then().body(at("streamCallId", equalTo("livestream:" + channelId)));
        asMara().get("/api/channels/" + channelId + "/broadcast").then().body(at("state", equalTo("READY")));
        haveCallOfType("onstage");
    }

    @Test
    void shouldPassOverCallsOfOthersWhenItMoves() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        givenCall("livestream", channelId, true, null, "broadcaster-" + channelId);
        givenCall("onstage", channelId + "_2", true, null, "mallory");
        givenCallIsMadeAs(channelId + "_3");

        provision().then().statusCode(200).body(at("streamCallId", equalTo("onstage:" + channelId + "_3")));

        assertThat(warnings()).contains("call-of-somebody-else");
    }

    /** As it was set up before Onstage had a type of its own. */
    private void haveCallOfBuiltInType() {
        haveCallOfType("livestream");
    }

    private void haveCallOfType(String type) {
        pool.preparedQuery("update channel_config set stream_call_id = $2 where channel_id = $1")
                .executeAndAwait(Tuple.of(channelId, type + ":" + channelId));
    }

    @Test
    void shouldLetPeopleWatchOlderCallsAndChangeNothingElseOfTheirType() {
        GetStreamStub.server().resetRequests();
        provision().then().statusCode(200);
        GetStreamStub.server().verifyThat(0, putRequestedFor(urlPathEqualTo("/api/v2/video/calltypes/livestream")));
        haveCallOfBuiltInType();

        String other = "d-" + channelId;
        asMara().body(Map.of("channelId", other, "title", "Test"))
                .post("/api/channels")
                .then()
                .statusCode(201);
        givenCallIsMadeAs(other);
        asMara().post("/api/channels/" + other + "/provision").then().statusCode(200);

        GetStreamStub.server()
                .verifyThat(putRequestedFor(urlPathEqualTo("/api/v2/video/calltypes/livestream"))
                        .withRequestBody(equalToJson("{\"grants\":{\"onstage_viewer\":[\"read-call\",\"join-call\"],"
                                + "\"user\":[\"read-call\",\"join-call\",\"create-call\"]}}")));
        haveCallOfType("onstage");
    }

    @Test
    void shouldGoOnWhenTheTypeOfOlderCallsCannotBeChanged() {
        provision().then().statusCode(200);
        haveCallOfBuiltInType();
        String other = "e-" + channelId;
        asMara().body(Map.of("channelId", other, "title", "Test"))
                .post("/api/channels")
                .then()
                .statusCode(201);
        givenCallIsMadeAs(other);
        GetStreamStub.server()
                .register(put(urlPathEqualTo("/api/v2/video/calltypes/livestream"))
                        .willReturn(GetStreamStub.error(403, 17, "no")));

        asMara().post("/api/channels/" + other + "/provision").then().statusCode(200);

        haveCallOfType("onstage");
    }

    @Test
    void shouldShowTheSameKeyUntilItIsChanged() {
        provision().then().statusCode(200);

        String key = key();

        assertThat(key()).isEqualTo(key);
        String next = Json.of(asMara().post("/api/channels/" + channelId + "/encoder/rotate-key")
                        .then()
                        .statusCode(200)
                        .extract())
                .getString("streamKey");
        assertThat(next).isNotEqualTo(key);
        assertThat(key()).isEqualTo(next);
        GetStreamStub.server().verifyThat(patchRequestedFor(urlPathEqualTo("/api/v2/users")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "text/html"})
    void shouldNotChangeTheKeyWhenTheAnswerCannotBeRead(String accept) {
        provision().then().statusCode(200);
        String key = key();

        asMara().accept(accept)
                .post("/api/channels/" + channelId + "/encoder/rotate-key")
                .then()
                .statusCode(406)
                .body(at("type", equalTo("/problems/not-acceptable")));

        assertThat(key()).isEqualTo(key);
        for (String address : List.of("/encoder", "/viewer-access")) {
            asMara().accept(accept)
                    .get("/api/channels/" + channelId + address)
                    .then()
                    .statusCode(406);
        }
    }

    @Test
    void shouldWarnBeforeTheKeyExpiresAndSayThatItHas() {
        provision().then().statusCode(200);
        String key = key();
        assertThat(warnings()).doesNotContain("stream-key-expires", "stream-key-expired");

        keyExpiresIn(Duration.ofDays(13));
        asMara().get("/api/channels/" + channelId + "/broadcast")
                .then()
                .body(at(
                        "warnings[?(@.code == 'stream-key-expires')].message", contains(containsString("works until"))))
                .body(at("warnings[?(@.code == 'stream-key-expires')].fix", contains(containsString("OBS"))));
        asMara().get("/api/channels/" + channelId + "/encoder").then().body(at("expired", equalTo(false)));

        keyExpiresIn(Duration.ofSeconds(-1));
        String expired = key();
        assertThat(warnings()).contains("stream-key-expired").doesNotContain("stream-key-expires");
        asMara().get("/api/channels/" + channelId + "/encoder")
                .then()
                .body(at("expired", equalTo(true)))
                .body(at("fix", containsString("OBS")))
                .body(at("streamKey", equalTo(expired)));

        asMara().post("/api/channels/" + channelId + "/encoder/rotate-key")
                .then()
                .statusCode(200)
                .body(at("expired", equalTo(false)))
                .body(at("fix", nullValue()));
        assertThat(key()).isNotIn(key, expired);
        assertThat(warnings()).doesNotContain("stream-key-expires", "stream-key-expired");
    }

    @Test
    void shouldGiveTheKeyToNobodyElse() {
        provision().then().statusCode(200);

        given().get("/api/channels/" + channelId + "/encoder").then().statusCode(401);
    }

    @Test
    void shouldBringANewInactivityTimeToTheCall() {
        provision().then().statusCode(200);
        String path = "/api/v2/video/call/onstage/" + channelId;
        GetStreamStub.server()
                .register(com.github.tomakehurst.wiremock.client.WireMock.patch(urlPathEqualTo(path))
                        .willReturn(okJson("{\"call\":" + GetStreamStub.call(channelId, true, null) + "}")));

        asMara().body(Map.of("inactivitySeconds", 45, "title", "New"))
                .patch("/api/channels/" + channelId)
                .then()
                .statusCode(200)
                .body(at("inactivitySeconds", equalTo(45)));

        await().atMost(PATIENCE)
                .untilAsserted(() -> GetStreamStub.server().verifyThat(1, patchRequestedFor(urlPathEqualTo(path))));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        pool.preparedQuery("select call_settings_stale from channel_config where channel_id = $1")
                                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(channelId))
                                .iterator()
                                .next()
                                .getBoolean(0))
                .isFalse());
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        asMara().body(Map.of("graceSeconds", 1801, "timeZone", "Mars/Olympus"))
                .patch("/api/channels/" + channelId)
                .then()
                .statusCode(400)
                .body(at("errors[*].field", hasItem("graceSeconds")))
                .body(at("errors[*].field", hasItem("timeZone")));
    }

    @Test
    void shouldRegisterTheWebhookBeforehand() {
        provision().then().statusCode(200);

        // The hourly check may be at it already; then the command does not wait for it.
        await().atMost(PATIENCE).untilAsserted(() -> GetStreamStub.server()
                .verifyThat(patchRequestedFor(urlPathEqualTo("/api/v2/app"))));
        GetStreamStub.server()
                .verifyThat(1, postRequestedFor(urlPathEqualTo("/api/v2/video/call/onstage/" + channelId)));
    }

    @Test
    void shouldGiveAViewerATokenAndTheirRights() {
        provision().then().statusCode(200);

        asMara().get("/api/channels/" + channelId + "/viewer-access")
                .then()
                .statusCode(200)
                .body(at("rights.watch", equalTo(true)))
                .body(at("rights.chat", equalTo(true)))
                .body(at("apiKey", equalTo(GetStreamStub.API_KEY)))
                .body(at("callCid", equalTo("onstage:" + channelId)));
        given().get("/api/channels/" + channelId + "/viewer-access").then().statusCode(401);
    }

    private io.restassured.response.Response provision() {
        return asMara().post("/api/channels/" + channelId + "/provision");
    }

    private String key() {
        return Json.of(asMara().get("/api/channels/" + channelId + "/encoder")
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "no-store")
                        .body(at("server", startsWith("rtmps://")))
                        .extract())
                .getString("streamKey");
    }

    private List<String> warnings() {
        return Json.of(asMara().get("/api/channels/" + channelId + "/broadcast")
                        .then()
                        .statusCode(200)
                        .extract())
                .getList("warnings[*].code", String.class);
    }

    private void keyExpiresIn(Duration time) {
        pool.preparedQuery("update channel_config set stream_key_expires_at = $2 where channel_id = $1")
                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(
                        channelId, Instant.now().plus(time).atOffset(ZoneOffset.UTC)));
    }

    private long seq() {
        return pool.preparedQuery("select seq from broadcasts where channel_id = $1")
                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(channelId))
                .iterator()
                .next()
                .getLong(0);
    }

    private static void givenCall(
            String type, String id, boolean backstage, @Nullable String endedAt, String createdBy) {
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/video/call/" + type + "/" + id))
                        .willReturn(okJson("{\"call\":" + GetStreamStub.call(type, id, backstage, endedAt, createdBy)
                                + ",\"members\":[{\"user_id\":\"" + createdBy + "\",\"role\":\"host\"}]}")));
    }

    private static void givenCallIsMadeAs(String id) {
        GetStreamStub.server()
                .register(post(urlPathEqualTo("/api/v2/video/call/onstage/" + id))
                        .willReturn(okJson("{\"call\":" + GetStreamStub.call(id, true, null) + ",\"members\":[]}")));
    }
}
