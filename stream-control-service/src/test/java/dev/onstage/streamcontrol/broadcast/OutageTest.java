package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.ReceivedEvent;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While Redis or PostgreSQL is away, and when webhooks cannot come. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(ProviderResource.class)
@WithTestResource(OutageResource.class)
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    Pool pool;

    @Inject
    EventReader reader;

    /** See {@link OutageResource}. */
    Map<String, Runnable> servers = Map.of();

    private boolean redisIsDown;
    private CompletableFuture<Void> reading = new CompletableFuture<>();

    @AfterEach
    void startWhatIsDown() {
        reading.cancel(true);
        if (redisIsDown) {
            startRedis();
        }
    }

    @Test
    void shouldGoOnWhileRedisIsAwayAndBringItUpToDate() {
        Studio studio = Studio.live();
        List<String> page = follow(studio);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page).anyMatch(line -> line.contains("\"isLive\":true")));

        stopRedis();
        studio.post("/stop-live", Map.of()).statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page.get(page.size() - 1)).contains("\"isLive\":false"));
        given().get(studio.path("/live")).then().statusCode(200).body(at("isLive", equalTo(false)));
        // Nobody announces this: it is read again because the copy from PostgreSQL is soon too old.
        pool.preparedQuery("update channel_config set title = 'Unannounced' where channel_id = $1")
                .executeAndAwait(Tuple.of(studio.channelId));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> given().get(studio.path("/live")).then().body(at("title", equalTo("Unannounced"))));

        startRedis();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(field(studio, "state")).isEqualTo("READY"));
        run("FLUSHALL");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(field(studio, "title")).isEqualTo("Unannounced"));
        given().get(studio.path("/live")).then().statusCode(200).body(at("isLive", equalTo(false)));
    }

    @Test
    void shouldShowTheLastKnownViewersWhileRedisIsAway() {
        Studio studio = Studio.live();
        String sessionId =
                Json.of(studio.asBroadcaster().get(studio.path("/broadcast"))).getString("session.sessionId");
        run("HSET", "analytics:" + sessionId + ":viewers", "count", "25");
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get(studio.path("/live")).then().body(at("viewers", equalTo(25))));

        stopRedis();
        pool.preparedQuery("update broadcasts set session_title = 'Read without Redis' where channel_id = $1")
                .executeAndAwait(Tuple.of(studio.channelId));

        await().atMost(PATIENCE).untilAsserted(() -> given().get(studio.path("/live"))
                .then()
                .body(at("title", equalTo("Read without Redis")))
                .body(at("viewers", equalTo(25)))
                .body(at("isLive", equalTo(true))));
        studio.post("/stop-live", Map.of()).statusCode(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get(studio.path("/live")).then().body(at("viewers", equalTo(0))));
    }

    @Test
    void shouldRefuseWhoSignedOutWithoutRedisAndTellItOnceItIsBack() {
        Studio studio = Studio.provisioned();
        stopRedis();

        given().auth().oauth2(studio.token).post("/api/auth/sign-out").then().statusCode(204);
        studio.post("/provision", Map.of()).statusCode(401).body(at("detail", containsString("signed out")));

        startRedis();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        redis.key().keys("revoked:*").await().atMost(PATIENCE))
                .isNotEmpty());
    }

    @Test
    void shouldLoseNoEventWhenPostgresRestartsUnderTheRelay() {
        Studio studio = Studio.provisioned();
        ConcurrentSkipListSet<String> confirmed = new ConcurrentSkipListSet<>();
        ConcurrentSkipListSet<Integer> refusals = new ConcurrentSkipListSet<>();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> renaming = CompletableFuture.runAsync(() -> {
            for (int number = 0; !enough.get(); number++) {
                int status = rename(studio, "Title " + number);
                if (status == 200) {
                    confirmed.add("Title " + number);
                } else {
                    refusals.add(status);
                }
            }
        });
        await().atMost(PATIENCE).until(() -> confirmed.size() >= 20);

        server("stop postgres");
        await().atMost(PATIENCE).until(() -> !refusals.isEmpty());
        server("start postgres");
        int before = confirmed.size();
        await().atMost(PATIENCE).until(() -> confirmed.size() > before);
        enough.set(true);

        assertThat(renaming).succeedsWithin(PATIENCE);
        await().atMost(PATIENCE).until(() -> rename(studio, "The last title") == 200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(titles(studio)).contains("The last title"));
        assertThat(refusals).as("a database that is away is no accident").containsOnly(503);
        assertThat(titles(studio)).containsAll(confirmed);
        assertThat(titles(studio)).as("a repeated event has the id it had").doesNotHaveDuplicates();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        pool.query("select 1 from outbox_events").executeAndAwait())
                .isEmpty());
    }

    @Test
    void shouldWorkWithoutWebhooksAndSaySo() {
        Studio studio = Studio.rehearsing();
        studio.asBroadcaster()
                .get(studio.path("/broadcast"))
                .then()
                .body(at("warnings[*].code", hasItem("polling-mode")))
                .body(at("warnings[?(@.code == 'polling-mode')].fix", contains(containsString("ONSTAGE_PUBLIC_URL"))));

        studio.atProvider("go_live");
        studio.awaitState("LIVE");
        studio.viewersJoin(4);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.announced(Topic.PROVIDER_PRESENCE, ParticipantJoined.class))
                        .filteredOn(joined -> joined.callCid().equals(studio.callCid()))
                        .allSatisfy(joined -> assertThat(joined.source()).isEqualTo(ObservationSource.RECONCILE))
                        .extracting(ParticipantJoined::userSessionId)
                        .satisfies(stays -> assertThat(new TreeSet<>(stays)).hasSizeGreaterThanOrEqualTo(4)));
        studio.atProvider("stop_live");
        studio.awaitState("READY");
        assertThat(studio.warnings()).contains("polling-mode").doesNotContain("webhooks-silent");
        assertThat(studio.webhooksSent()).as("nothing was registered").isZero();
    }

    private void server(String what) {
        Objects.requireNonNull(servers.get(what), what).run();
    }

    private void stopRedis() {
        server("stop redis");
        redisIsDown = true;
    }

    private void startRedis() {
        server("start redis");
        redisIsDown = false;
    }

    private List<String> follow(Studio studio) {
        List<String> lines = new CopyOnWriteArrayList<>();
        URI uri = URI.create("http://localhost:" + RestAssured.port + studio.path("/live/events"));
        reading = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
                .thenAcceptAsync(response ->
                        response.body().filter(line -> line.startsWith("data:")).forEach(lines::add));
        return lines;
    }

    private static int rename(Studio studio, String title) {
        return studio.asBroadcaster()
                .contentType(ContentType.JSON)
                .body(Map.of("title", title))
                .patch(studio.path(""))
                .statusCode();
    }

    /** Of every event about the channel, those with the same id counted once. */
    private List<String> titles(Studio studio) {
        Map<String, ReceivedEvent> events = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> kafkaRecord : TestKafka.readAll(Topic.STREAM_LIFECYCLE.topicName())) {
            if (kafkaRecord.key().equals(studio.channelId)) {
                reader.read(kafkaRecord).ifPresent(event -> events.put(event.ceId(), event));
            }
        }
        return events.values().stream()
                .map(ReceivedEvent::event)
                .filter(ChannelChanged.class::isInstance)
                .map(event -> ((ChannelChanged) event).title())
                .filter(title -> !title.equals("The show"))
                .toList();
    }

    private String field(Studio studio, String name) {
        Response value = run("HGET", "live:" + studio.channelId, name);
        return value == null ? "" : value.toString();
    }

    private @Nullable Response run(String command, String... arguments) {
        return redis.execute(command, arguments).await().atMost(PATIENCE);
    }
}
