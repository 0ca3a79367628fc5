package dev.onstage.streamcontrol.broadcast;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.OnstageEvent;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.ReceivedEvent;
import dev.onstage.testing.Json;
import dev.onstage.testing.TestKafka;
import io.quarkus.arc.Arc;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;

/** A broadcaster with a channel of their own, and the provider's side of it. */
final class Studio {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger CHANNELS = new AtomicInteger();
    private static final String EMAIL = "mara@example.org";
    private static final String PASSWORD = "correct horse battery staple";

    final String channelId;
    final String token;
    private String callId;

    private Studio(String channelId, String token) {
        this.channelId = channelId;
        this.token = token;
        this.callId = channelId;
    }

    /** A channel that is not set up yet. */
    static Studio created() {
        String token = signIn();
        String channelId = "studio-" + CHANNELS.incrementAndGet();
        given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("channelId", channelId, "title", "The show"))
                .post("/api/channels")
                .then()
                .statusCode(201);
        return new Studio(channelId, signIn());
    }

    /** A channel in backstage. */
    static Studio provisioned() {
        Studio studio = created();
        studio.provision();
        return studio;
    }

    /** A channel in backstage whose encoder is connected. */
    static Studio rehearsing() {
        Studio studio = provisioned();
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        return studio;
    }

    /** A live channel. */
    static Studio live() {
        Studio studio = rehearsing();
        studio.post("/go-live", Map.of()).statusCode(200);
        return studio;
    }

    private static String signIn() {
        Response signedIn = given().contentType(ContentType.JSON)
                .body(Map.of("email", EMAIL, "password", PASSWORD, "tokens", "bearer"))
                .post("/api/auth/sign-in");
        if (signedIn.statusCode() != 200) {
            given().contentType(ContentType.JSON)
                    .body(Map.of(
                            "setupToken",
                            ProviderResource.SETUP_TOKEN,
                            "email",
                            EMAIL,
                            "name",
                            "Mara",
                            "password",
                            PASSWORD))
                    .post("/api/setup")
                    .then()
                    .statusCode(201);
            return signIn();
        }
        return Json.of(signedIn).getString("accessToken");
    }

    // ---- the broadcaster

    RequestSpecification asBroadcaster() {
        return given().auth().oauth2(token);
    }

    String path(String rest) {
        return "/api/channels/" + channelId + rest;
    }

    ValidatableResponse post(String rest, Map<String, Object> body) {
        return asBroadcaster()
                .contentType(ContentType.JSON)
                .body(body)
                .post(path(rest))
                .then();
    }

    void provision() {
        String cid =
                Json.of(post("/provision", Map.of()).statusCode(200).extract()).getString("streamCallId");
        callId = cid.substring(cid.indexOf(':') + 1);
    }

    void setGrace(int seconds) {
        asBroadcaster()
                .contentType(ContentType.JSON)
                .body(Map.of("graceSeconds", seconds))
                .patch(path(""))
                .then()
                .statusCode(200);
    }

    Json broadcast() {
        return Json.of(
                asBroadcaster().get(path("/broadcast")).then().statusCode(200).extract());
    }

    void awaitState(String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broadcast().getString("state")).isEqualTo(state));
    }

    void awaitEncoder(String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broadcast().getString("encoder.state"))
                .isEqualTo(state));
    }

    List<String> warnings() {
        return broadcast().getList("warnings[*].code", String.class);
    }

    void awaitWarning(String code) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(warnings()).contains(code));
    }

    // ---- the provider's side

    private static RequestSpecification simulator() {
        return given().baseUri(ConfigProvider.getConfig().getValue(ProviderResource.SIMULATOR_URL, String.class))
                .contentType(ContentType.JSON);
    }

    String callCid() {
        return "onstage:" + callId;
    }

    /** Starts OBS with what the page shows; gives the id of the connection. */
    String connectEncoder() {
        return Json.of(connectEncoder(streamKey()).then().statusCode(201).extract())
                .getString("ingressStreamId");
    }

    /** Starts OBS with this key. */
    Response connectEncoder(String streamKey) {
        return simulator()
                .body(Map.of("address", encoder().getString("server"), "streamKey", streamKey))
                .post("/_sim/encoders");
    }

    /** The key that the page shows. */
    String streamKey() {
        return encoder().getString("streamKey");
    }

    private Json encoder() {
        return Json.of(
                asBroadcaster().get(path("/encoder")).then().statusCode(200).extract());
    }

    void disconnectEncoder(String ingressStreamId) {
        simulator().delete("/_sim/encoders/" + ingressStreamId).then().statusCode(204);
    }

    void viewersJoin(int count) {
        simulator()
                .body(Map.of("count", count))
                .post("/_sim/calls/onstage/" + callId + "/viewers")
                .then()
                .statusCode(200);
    }

    Json atProvider(String action) {
        return Json.of(simulator()
                .post("/_sim/calls/onstage/" + callId + "/" + action)
                .then()
                .statusCode(200)
                .extract());
    }

    boolean backstageAtProvider() {
        return Json.of(simulator()
                        .get("/_sim/calls/onstage/" + callId)
                        .then()
                        .statusCode(200)
                        .extract())
                .getBoolean("backstage");
    }

    /** How many webhooks about the channel the provider tried to send. */
    int webhooksSent() {
        return Json.of(simulator()
                        .queryParam("call", callCid())
                        .get("/_sim/deliveries")
                        .then()
                        .statusCode(200)
                        .extract())
                .getList("deliveries")
                .size();
    }

    void fault(Map<String, Object> rule) {
        Map<String, Object> body = new HashMap<>(rule);
        body.put("call", callCid());
        simulator().body(body).put("/_sim/faults").then().statusCode(200);
    }

    void outage(String mode, String paths) {
        simulator()
                .body(Map.of("mode", mode, "call", callCid(), "paths", paths))
                .put("/_sim/outage")
                .then()
                .statusCode(200);
    }

    // ---- what was announced

    /** Each event once: what Kafka did not confirm in time is sent again under the same id. */
    <E extends OnstageEvent> List<E> announced(Topic topic, Class<E> type) {
        EventReader reader = reader();
        Map<String, ReceivedEvent> events = new LinkedHashMap<>();
        TestKafka.readAll(topic.topicName()).stream()
                .flatMap(kafkaRecord -> reader.read(kafkaRecord).stream())
                .forEach(event -> events.putIfAbsent(event.ceId(), event));
        return events.values().stream()
                .map(ReceivedEvent::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static EventReader reader() {
        return Arc.container().instance(EventReader.class).get();
    }
}
