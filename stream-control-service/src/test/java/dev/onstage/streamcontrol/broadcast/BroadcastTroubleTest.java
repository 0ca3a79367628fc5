package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.testing.Json.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.events.CallObserved;
import dev.onstage.events.EndReason;
import dev.onstage.events.EventType;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.events.Topic;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallSeen;
import dev.onstage.streamcontrol.broadcast.BroadcastStore.LeaseLostException;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.OddTexts;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the provider is away, answers late, or an instance was paused. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(ProviderResource.class)
class BroadcastTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<Duration> AHEAD =
            List.of(Duration.ofNanos(1), Duration.ofNanos(1_000), Duration.ofHours(1));
    private static final String GO_LIVE = ".*/go_live";
    private static final String STOP_LIVE = ".*/stop_live";

    @Inject
    BroadcastStore store;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry metrics;

    @Inject
    RedisDataSource redis;

    @Inject
    StreamingProvider provider;

    @Test
    void shouldStartNothingWhileTheProviderIsAway() {
        // Given
        Studio studio = Studio.rehearsing();
        studio.outage("error500", ".*");

        // Then
        studio.post("/go-live", Map.of())
                .statusCode(503)
                .body(at("type", equalTo("/problems/provider-unavailable")))
                .body(at("fix", notNullValue()));
        assertThat(studio.broadcast().getString("state")).isEqualTo("READY");
        studio.awaitWarning("provider-unavailable");

        // When
        studio.outage("none", ".*");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.warnings()).doesNotContain("provider-unavailable"));
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldGiveUpAStartThatNeverReachedTheProvider() {
        // Given
        Studio studio = Studio.rehearsing();
        studio.outage("hang", GO_LIVE);

        // When
        studio.post("/go-live", Map.of()).statusCode(503).body(at("type", equalTo("/problems/provider-unavailable")));

        // Then: it may still come, until its time is over
        assertThat(studio.broadcast().getString("state")).isEqualTo("STARTING");
        assertThat(studio.broadcast().getString("waiting.reason")).isEqualTo("PROVIDER_CONFIRMS_LIVE");
        studio.awaitState("READY");
        studio.outage("none", ".*");
        studio.post("/go-live", Map.of()).statusCode(200).body(at("epoch", equalTo(2)));
        studio.post("/stop-live", Map.of()).statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio)).hasSize(1));
        assertThat(wentLive(studio)).extracting(StreamWentLive::epoch).containsExactly(2L);
    }

    @Test
    void shouldKeepEndingUntilTheProviderConfirms() {
        // Given
        Studio studio = Studio.live();
        studio.outage("error500", STOP_LIVE);

        // When
        studio.post("/stop-live", Map.of()).statusCode(503).body(at("type", equalTo("/problems/provider-unavailable")));

        // Then: still live for everybody
        assertThat(studio.broadcast().getString("state")).isEqualTo("ENDING");
        assertThat(studio.broadcast().getString("session.sessionId")).isNotNull();
        studio.outage("none", ".*");
        studio.awaitState("READY");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio))
                .extracting(StreamEnded::reason)
                .containsExactly(EndReason.BROADCASTER));
    }

    @Test
    void shouldForceTheEndAndSettleItBeforeTheNextStart() {
        // Given
        Studio studio = Studio.live();
        studio.outage("error500", ".*");

        // When
        studio.post("/force-end", Map.of())
                .statusCode(200)
                .body(at("state", equalTo("READY")))
                .body(at("session", nullValue()))
                .body(at("lastSession.endReason", equalTo("FORCED")))
                .body(at("stopOwed.since", notNullValue()));

        // Then
        studio.post("/go-live", Map.of()).statusCode(503).body(at("type", equalTo("/problems/provider-unavailable")));
        studio.outage("none", ".*");
        await().atMost(PATIENCE).untilAsserted(() -> studio.post("/go-live", Map.of())
                .statusCode(200)
                .body(at("state", equalTo("LIVE")))
                .body(at("stopOwed", nullValue())));
        assertThat(studio.backstageAtProvider()).isFalse();
        studio.post("/stop-live", Map.of()).statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio))
                .extracting(StreamEnded::reason)
                .containsExactly(EndReason.FORCED, EndReason.BROADCASTER));
    }

    /** The way out of any trouble does not depend on the trail of commands. */
    @Test
    void shouldEndWhatCannotBeWrittenDown() {
        Studio studio = Studio.live();
        pool.query("alter table audit_entries add constraint no_more check (false) not valid")
                .executeAndAwait();
        try {
            studio.post("/force-end", Map.of()).statusCode(200).body(at("state", equalTo("READY")));
            studio.post("/go-live", Map.of()).statusCode(500);
        } finally {
            pool.query("alter table audit_entries drop constraint no_more").executeAndAwait();
        }

        studio.awaitState("READY");
    }

    @Test
    void shouldNotEndAnythingWhileItCannotAskAboutTheEncoder() {
        // Given
        Studio studio = Studio.provisioned();
        studio.setGrace(1);
        String obs = studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.outage("error500", ".*");

        // When
        studio.disconnectEncoder(obs);

        // Then
        studio.awaitWarning("grace-extended");
        assertThat(studio.broadcast().getString("state")).isEqualTo("LIVE");
        studio.outage("none", ".*");
        studio.awaitState("READY");
        assertThat(studio.broadcast().getString("lastSession.endReason")).isEqualTo("ENCODER_GONE");
    }

    @Test
    void shouldWriteNothingForAHolderWhoseLeaseWasTakenOver() {
        // Given: an instance was paused while it held the lease, and another has taken over
        Studio studio = Studio.live();
        Lease stale = takeLease(studio, "paused-instance");
        takeLease(studio, "other-instance");
        BroadcastSnapshot before = read(studio);
        ProviderCall backstage = new ProviderCall(
                CallId.parse(studio.callCid()), true, Instant.now().plusSeconds(60), null, null, "rtmps://x", null);

        // When
        Throwable failure = store.apply(studio.channelId, new CallSeen(backstage, Instant.now(), true), stale)
                .onItem()
                .<Throwable>transform(done -> new AssertionError("written"))
                .onFailure()
                .recoverWithItem(lost -> lost)
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(failure).isInstanceOf(LeaseLostException.class);
        assertThat(read(studio).broadcast().state())
                .isEqualTo(before.broadcast().state());
        releaseLease(studio);
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldWriteNothingForAHolderWhoseLeaseRanOut() {
        // Given
        Studio studio = Studio.live();
        Lease stale = takeLease(studio, "paused-instance");
        pool.preparedQuery("UPDATE broadcasts SET lease_until = now() - interval '1 s' WHERE channel_id = $1")
                .execute(Tuple.of(studio.channelId))
                .await()
                .atMost(PATIENCE);

        // When
        Throwable failure = store.apply(studio.channelId, new CommandTrigger.StopLiveAsked(), stale)
                .onItem()
                .<Throwable>transform(done -> new AssertionError("written"))
                .onFailure()
                .recoverWithItem(lost -> lost)
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(failure).isInstanceOf(LeaseLostException.class);
        assertThat(studio.broadcast().getString("state")).isEqualTo("LIVE");
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldTakeAChangeOfTheChannelAndAGoLiveAtTheSameMoment() {
        Studio studio = Studio.rehearsing();
        CompletableFuture<Integer> goLive = new CompletableFuture<>();

        // A change of the title holds the channel's row, then needs the broadcast's, as the outcome of the go-live
        // does.
        pool.withTransaction(tx -> tx.preparedQuery("SELECT 1 FROM channel_config WHERE channel_id = $1 FOR UPDATE")
                        .execute(Tuple.of(studio.channelId))
                        .invoke(() -> goLive.completeAsync(() ->
                                studio.post("/go-live", Map.of()).extract().statusCode()))
                        .chain(() -> somebodyWaitsForIt())
                        .chain(() -> tx.preparedQuery(
                                        "UPDATE broadcasts SET seq = seq + 1, version = version + 1 WHERE channel_id ="
                                                + " $1")
                                .execute(Tuple.of(studio.channelId))))
                .await()
                .atMost(PATIENCE);

        assertThat(goLive).succeedsWithin(PATIENCE).isEqualTo(200);
        studio.awaitState("LIVE");
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT1H"})
    void shouldNoticeAStartOutsideWhenItsWebhookIsAheadOfTheCall(Duration ahead) {
        // Given: only a webhook with a time of its own tells
        Studio studio = Studio.rehearsing();
        studio.fault(Map.of("types", List.of("call.*"), "drop", 1));

        // When
        studio.atProvider("go_live");
        claim(studio, CallObserved.Kind.LIVE_STARTED, false, ahead);

        // Then
        studio.awaitState("LIVE");
        studio.post("/stop-live", Map.of()).statusCode(200).body(at("state", equalTo("READY")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT1H"})
    void shouldEndWhenAWebhookIsAheadOfTheCall(Duration ahead) {
        // Given
        Studio studio = Studio.live();
        studio.fault(Map.of("types", List.of("call.*"), "drop", 1));

        // When: GetStream tells of a change of the live call, and it is stopped there
        claim(studio, CallObserved.Kind.UPDATED, false, ahead);
        studio.atProvider("stop_live");
        claim(studio, CallObserved.Kind.UPDATED, true, ahead);

        // Then
        studio.awaitState("READY");
        assertThat(studio.broadcast().getString("lastSession.endReason")).isEqualTo("PROVIDER");
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.post("/stop-live", Map.of()).statusCode(200).body(at("state", equalTo("READY")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT0.000001S", "PT1H"})
    void shouldEndByCommandWhenAWebhookIsAheadOfTheCall(Duration ahead) {
        // Given
        Studio studio = Studio.live();
        double taken = count("taken");
        claim(studio, CallObserved.Kind.UPDATED, false, ahead);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count("taken")).isGreaterThan(taken));

        // Then
        studio.post("/stop-live", Map.of()).statusCode(200).body(at("state", equalTo("READY")));
    }

    /** Side by side, since each of them waits for its time to be over. */
    @Test
    void shouldGiveUpStartsInTimeWhenWebhooksAreAheadOfTheCall() {
        // Given
        List<Studio> studios = AHEAD.stream().map(ahead -> Studio.rehearsing()).toList();
        studios.forEach(studio -> studio.outage("hang", GO_LIVE));
        List<CompletableFuture<Integer>> answers = studios.stream()
                .map(studio -> CompletableFuture.supplyAsync(
                        () -> studio.post("/go-live", Map.of()).extract().statusCode()))
                .toList();
        answers.forEach(answer -> assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(503));

        // When
        for (int i = 0; i < AHEAD.size(); i++) {
            claim(studios.get(i), CallObserved.Kind.UPDATED, true, AHEAD.get(i));
            claim(studios.get(i), CallObserved.Kind.LIVE_STARTED, false, AHEAD.get(i));
        }

        // Then
        studios.forEach(studio -> studio.awaitState("READY"));
        studios.forEach(studio -> assertThat(wentLive(studio)).isEmpty());
        for (Studio studio : studios) {
            studio.outage("none", ".*");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> studio.post("/go-live", Map.of()).statusCode(200));
            studio.post("/stop-live", Map.of()).statusCode(200);
        }
    }

    /** A webhook about the call whose time is ahead of the one the call itself has. */
    private void claim(Studio studio, CallObserved.Kind kind, boolean backstage, Duration ahead) {
        ProviderCall call =
                provider.getCall(CallId.parse(studio.callCid())).await().atMost(PATIENCE);
        Instant claimed = call.updatedAt().plus(ahead);
        TestKafka.send(List.of(EventRecords.of(
                UUID.randomUUID().toString(),
                Instant.now(),
                "webhook-ingest",
                studio.callCid(),
                new CallObserved(
                        studio.callCid(), kind, backstage, null, null, null, null, null, null, claimed, claimed))));
    }

    private Uni<Void> somebodyWaitsForIt() {
        return pool.query("SELECT 1 FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .execute()
                .repeat()
                .whilst(rows -> rows.rowCount() == 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Test
    void shouldIgnoreAndCountCallsOfOthersAndKinds() {
        // Given
        double unknownCalls = count("unknown-call");
        double unknownTypes = metrics.counter("events.unknown").count();
        Studio studio = Studio.rehearsing();

        // When
        TestKafka.send(List.of(
                EventRecords.of(
                        "a", Instant.now(), "webhook-ingest", "livestream:not-ours", observed("livestream:not-ours")),
                EventRecords.of(
                        "b",
                        Instant.now(),
                        "webhook-ingest",
                        "dev.onstage.provider.call-painted.v1",
                        Topic.PROVIDER_CALL.topicName(),
                        studio.callCid(),
                        "{}".getBytes(StandardCharsets.UTF_8))));

        // Then: and what comes after is taken in
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(count("unknown-call")).isGreaterThan(unknownCalls);
            assertThat(metrics.counter("events.unknown").count()).isGreaterThan(unknownTypes);
        });
        studio.atProvider("go_live");
        studio.awaitState("LIVE");
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldPutAsideWhatCannotBeRead() {
        // Given
        ProducerRecord<String, byte[]> poison = EventRecords.of(
                "c", Instant.now(), "webhook-ingest", "livestream:poison", observed("livestream:poison"));
        ProducerRecord<String, byte[]> unreadable = new ProducerRecord<>(
                poison.topic(), null, poison.key(), "{".getBytes(StandardCharsets.UTF_8), poison.headers());

        // When
        TestKafka.send(List.of(unreadable));

        // Then
        String deadLetters = Topic.PROVIDER_CALL.deadLetterTopicNames().get(0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(TestKafka.readAll(deadLetters))
                .anyMatch(dead -> "livestream:poison".equals(dead.key())));
    }

    @Test
    void shouldWarnOfAConsumerOfAnotherServiceThatStandsStill() {
        // Given
        Studio studio = Studio.rehearsing();

        // When
        redis.value(String.class)
                .psetex(
                        "intake:stalled:analytics:0",
                        PATIENCE.toMillis(),
                        "[{\"channel\":\"provider-chat-in\",\"since\":\"2026-11-20T20:00:00Z\",\"reason\":\"away\"}]");
        redis.set(String.class).sadd("intake:stalled-copies", "analytics:0");

        // Then
        studio.awaitWarning("events-stand-still");

        // When
        redis.key().del("intake:stalled:analytics:0");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.warnings()).doesNotContain("events-stand-still"));
    }

    @Test
    void shouldNotBeStoppedByAnyTextOfAReport() {
        // Given
        Studio studio = Studio.rehearsing();
        List<ProducerRecord<String, byte[]>> odd = new ArrayList<>();
        for (OnstageEvent event : List.of(observed(studio.callCid()), connected(studio.callCid()))) {
            EventType type = EventType.of(event);
            OddTexts.of(EventRecords.serialise(event))
                    .forEach(value -> odd.add(EventRecords.of(
                            UUID.randomUUID().toString(),
                            Instant.now(),
                            "webhook-ingest",
                            type.typeName(),
                            type.topic().topicName(),
                            studio.callCid(),
                            value.getBytes(StandardCharsets.UTF_8))));
        }

        // When
        TestKafka.send(odd);

        // Then
        Topic topic = Topic.PROVIDER_CALL;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TestKafka.uncommitted(topic.groups().get(0), topic.topicName()))
                .isZero());
        assertThat(TestKafka.readAll(topic.deadLetterTopicNames().get(0)))
                .anyMatch(dead -> studio.callCid().equals(dead.key()));
        studio.atProvider("go_live");
        studio.awaitState("LIVE");
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    private static IngressObserved connected(String cid) {
        return new IngressObserved(
                cid,
                IngressObserved.Kind.STARTED,
                "broadcaster",
                "ingress-1",
                "OBS Studio",
                "32.1",
                "an error",
                "a code",
                Instant.now());
    }

    private double count(String outcome) {
        return metrics.counter("broadcast.reports", "outcome", outcome).count();
    }

    private static CallObserved observed(String cid) {
        return new CallObserved(
                cid,
                CallObserved.Kind.LIVE_STARTED,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.now(),
                Instant.now());
    }

    private BroadcastSnapshot read(Studio studio) {
        return store.read(studio.channelId).await().atMost(PATIENCE);
    }

    /** Takes the channel from whoever checks it, as after a long pause of that one. */
    private Lease takeLease(Studio studio, String owner) {
        return pool.preparedQuery("UPDATE broadcasts SET lease_owner = $2, lease_token = lease_token + 1,"
                        + " lease_until = now() + interval '1 h' WHERE channel_id = $1 RETURNING lease_token")
                .execute(Tuple.of(studio.channelId, owner))
                .map(rows -> new Lease(
                        studio.channelId, owner, rows.iterator().next().getLong("lease_token")))
                .await()
                .atMost(PATIENCE);
    }

    private void releaseLease(Studio studio) {
        pool.preparedQuery("UPDATE broadcasts SET lease_until = NULL WHERE channel_id = $1")
                .execute(Tuple.of(studio.channelId))
                .await()
                .atMost(PATIENCE);
    }

    private static List<StreamWentLive> wentLive(Studio studio) {
        return studio.announced(Topic.STREAM_LIFECYCLE, StreamWentLive.class).stream()
                .filter(event -> event.channelId().equals(studio.channelId))
                .toList();
    }

    private static List<StreamEnded> ended(Studio studio) {
        return studio.announced(Topic.STREAM_LIFECYCLE, StreamEnded.class).stream()
                .filter(event -> event.channelId().equals(studio.channelId))
                .toList();
    }
}
