package dev.onstage.streamcontrol.live;

import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.BroadcastState;
import dev.onstage.streamcontrol.broadcast.OnAir;
import dev.onstage.testing.MetricSeries;
import dev.onstage.testing.StackResource;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class LiveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final UUID SESSION = new UUID(7, 9);

    @Inject
    LiveKeys keys;

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    LiveReader reader;

    @Inject
    BroadcastQuery broadcasts;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ConfigProperty(name = "onstage.streams.per-address")
    int perAddress;

    private String channelId = "";

    @BeforeEach
    void createChannel() {
        GetStreamStub.emptyApp();
        channelId = "l-" + UUID.randomUUID().toString().substring(0, 8);
        asMara().body(Map.of("channelId", channelId, "title", "Before"))
                .post("/api/channels")
                .then()
                .statusCode(201);
    }

    @Test
    void shouldMakeNoSeriesOfMetricsOfWhatIsSent() {
        MetricSeries.assertBounded("/api/channels/{}/live", "/api/channels/{}", "/api/{}/{}");
    }

    @Test
    void shouldAnswerWithoutATokenAndWithAnEtag() {
        String etag = given().get(path())
                .then()
                .statusCode(200)
                .body(at("isLive", equalTo(false)))
                .body(at("title", equalTo("Before")))
                .header("ETag", startsWith("\""))
                .extract()
                .header("ETag");

        given().header("If-None-Match", etag).get(path()).then().statusCode(304).header("ETag", equalTo(etag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", W/%s", "*"})
    void shouldNotSendAgainWhatAClientHas(String ifNoneMatch) {
        String etag = given().get(path()).header("ETag");

        given().header("If-None-Match", ifNoneMatch.formatted(etag))
                .get(path())
                .then()
                .statusCode(304)
                .header("ETag", equalTo(etag))
                .header("Cache-Control", equalTo("no-cache"))
                .header("Vary", equalTo("Accept-Encoding"))
                .header("Transfer-Encoding", nullValue())
                .header("Content-Length", nullValue());
        given().header("If-None-Match", etag.substring(0, 9) + "\"")
                .get(path())
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events"})
    void shouldSayWhichMethodsItTakes(String below) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            asMara().request(method, path() + below)
                    .then()
                    .statusCode(405)
                    .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                    .body(at("type", equalTo("/problems/method-not-allowed")));
        }
        asMara().get("/api/channels/" + channelId + "/go-live")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("OPTIONS, POST"));
    }

    /** A stream without a body would keep the connection from the next request for ever. */
    @Test
    void shouldAnswerTheHeadOfAStreamAlone() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("HEAD " + path() + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n" + "GET " + path()
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(answers).containsIgnoringCase("content-type: text/event-stream");
            assertThat(answers).contains("\"isLive\":false");
        }
    }

    @Test
    void shouldBoundTheStreamsOfOneAddress() throws Exception {
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < perAddress; i++) {
            open.add(openStream("198.51.100.77").body());
        }

        HttpResponse<InputStream> refused = openStream("198.51.100.77");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("/problems/too-many-streams", "\"fix\"");
        assertThat(openStream("198.51.100.78").statusCode()).isEqualTo(200);

        open.remove(0).close();
        await().atMost(PATIENCE).until(() -> openStream("198.51.100.77").statusCode() == 200);
        for (InputStream stream : open) {
            stream.close();
        }
    }

    @Test
    void shouldTellProxiesAndReturningReadersWhatAStreamIs() throws Exception {
        HttpResponse<InputStream> first = openStream("198.51.100.79");
        assertThat(first.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        String event = firstEvent(first.body());
        assertThat(event).containsPattern("(?m)^retry:([5-9]\\d\\d|[12]\\d{3})$");
        String id = event.lines()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .orElseThrow()
                .substring("id:".length());
        first.body().close();

        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest again = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path() + "/events"))
                .header("Last-Event-ID", id)
                .build();
        var stream = HttpClient.newHttpClient()
                .sendAsync(again, BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        await().atMost(PATIENCE).until(() -> lines.stream().anyMatch(line -> line.startsWith(":")));
        assertThat(lines).noneMatch(line -> line.contains("Before"));
        stream.cancel(true);
    }

    private static String firstEvent(InputStream stream) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        StringBuilder event = new StringBuilder();
        for (String line = reader.readLine(); !line.startsWith("data:"); line = reader.readLine()) {
            event.append(line).append('\n');
        }
        return event.toString();
    }

    private HttpResponse<InputStream> openStream(String client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path() + "/events"))
                .header("X-Forwarded-For", "203.0.113.1, " + client)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    }

    @Test
    void shouldNotKnowOtherChannels() {
        given().get("/api/channels/nobody/live").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/channels/nobody/live/events").then().statusCode(404);
    }

    @Test
    void shouldShowAChangeRightAfterItsCommit() {
        asMara().body(Map.of("title", "After"))
                .patch("/api/channels/" + channelId)
                .then()
                .statusCode(200);

        await().atMost(PATIENCE).untilAsserted(() -> given().get(path()).then().body(at("title", equalTo("After"))));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hash("title")).isEqualTo("After"));
    }

    @Test
    void shouldPushChangesToEventStreams() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var stream = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path() + "/events"))
                                .build(),
                        BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains("\"title\":\"Before\"")));

        asMara().body(Map.of("title", "Pushed"))
                .patch("/api/channels/" + channelId)
                .then()
                .statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains("\"title\":\"Pushed\"")));
        assertThat(lines).contains("event:live");
        stream.cancel(true);
    }

    @Test
    void shouldOnlyEverWriteForward() {
        assertThat(write(live(2, 5))).isTrue();
        assertThat(write(notLive(2, 5))).isFalse();
        assertThat(write(notLive(2, 4))).isFalse();
        assertThat(write(notLive(1, 9))).isFalse();
        assertThat(hash("sessionId")).isEqualTo(SESSION.toString());
        assertThat(write(notLive(2, 6))).isTrue();
        assertThat(hash("sessionId")).isEmpty();
        assertThat(write(live(3, 1))).isTrue();
    }

    @Test
    void shouldTellOtherReplicasByAHint() {
        given().get(path()).then().body(at("isLive", equalTo(false)));

        // As another replica would, ahead of everything this one knows.
        write(live(100, 100));
        redis.execute("HSET", "analytics:" + SESSION + ":viewers", "count", "42")
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE).untilAsserted(() -> given().get(path())
                .then()
                .body(at("isLive", equalTo(true)))
                .body(at("viewers", equalTo(42)))
                .body(at("sessionId", equalTo(SESSION.toString()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%ED%A0%80", "UPPER", "a%0Ab", "nobody"})
    void shouldKeepReadingRedisWhateverIsAskedFor(String unknown) {
        // Given
        givenLiveWithViewers(42);

        // When
        given().urlEncodingEnabled(false)
                .get("/api/channels/" + unknown + "/live")
                .then()
                .statusCode(both(greaterThanOrEqualTo(400)).and(lessThan(500)));

        // Then
        assertThat(reader.read(channelId).await().atMost(PATIENCE).state())
                .hasValueSatisfying(state -> assertThat(state.viewers()).isEqualTo(42));
    }

    @Test
    void shouldKeepReadingRedisWhenPostgresRefusesAQuestion() {
        // Given
        givenLiveWithViewers(42);

        // When
        Throwable refused = broadcasts
                .find("a\0b")
                .onItem()
                .<Throwable>transform(found -> new AssertionError("PostgreSQL took it"))
                .onFailure()
                .recoverWithItem(failure -> failure)
                .await()
                .atMost(PATIENCE);
        reader.read("a\0b").await().atMost(PATIENCE);

        // Then
        assertThat(refused).isNotInstanceOf(AssertionError.class);
        assertThat(reader.read(channelId).await().atMost(PATIENCE).state())
                .hasValueSatisfying(state -> assertThat(state.viewers()).isEqualTo(42));
    }

    @Test
    void shouldKeepReadingRedisWhenOneKeyHoldsSomethingElse() {
        // Given
        givenLiveWithViewers(42);
        redis.execute("HSET", "live:odd-epoch", "epoch", "many").await().atMost(PATIENCE);
        redis.execute("SET", "live:odd-kind", "text").await().atMost(PATIENCE);

        // When
        given().get("/api/channels/odd-epoch/live").then().statusCode(404);
        given().get("/api/channels/odd-kind/live").then().statusCode(404);

        // Then
        assertThat(reader.read(channelId).await().atMost(PATIENCE).state())
                .hasValueSatisfying(state -> assertThat(state.viewers()).isEqualTo(42));
        redis.execute("DEL", "live:odd-epoch", "live:odd-kind").await().atMost(PATIENCE);
    }

    private void givenLiveWithViewers(int count) {
        write(live(100, 100));
        redis.execute("HSET", "analytics:" + SESSION + ":viewers", "count", Integer.toString(count))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void shouldNotBelieveARedisThatLagsBehind() {
        asMara().body(Map.of("title", "After"))
                .patch("/api/channels/" + channelId)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hash("title")).isEqualTo("After"));
        await().atMost(PATIENCE).untilAsserted(() -> given().get(path()).then().body(at("title", equalTo("After"))));

        // As a restored copy would have it; and a hint to look at it.
        redis.execute("HSET", "live:" + channelId, "seq", "0", "title", "Long ago")
                .await()
                .atMost(PATIENCE);
        redis.execute("PUBLISH", LiveKeys.HINTS, channelId).await().atMost(PATIENCE);

        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .untilAsserted(() -> given().get(path()).then().body(at("title", equalTo("After"))));
    }

    @Test
    void shouldReadTheTruthAndRepairTheKeyWhenRedisLostIt() {
        redis.execute("DEL", "live:" + channelId).await().atMost(PATIENCE);

        given().get(path()).then().statusCode(200).body(at("title", equalTo("Before")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hash("title")).isEqualTo("Before"));
    }

    private String path() {
        return "/api/channels/" + channelId + "/live";
    }

    private boolean write(OnAir state) {
        return keys.write(state).await().atMost(PATIENCE);
    }

    private String hash(String field) {
        var value = redis.execute("HGET", "live:" + channelId, field).await().atMost(PATIENCE);
        return value == null ? "" : value.toString();
    }

    private OnAir live(long epoch, long seq) {
        return new OnAir(
                channelId,
                epoch,
                seq,
                BroadcastState.Name.LIVE,
                SESSION,
                Instant.parse("2026-11-20T19:05:00.338944Z"),
                "Live");
    }

    private OnAir notLive(long epoch, long seq) {
        return new OnAir(channelId, epoch, seq, BroadcastState.Name.READY, null, null, "Over");
    }
}
