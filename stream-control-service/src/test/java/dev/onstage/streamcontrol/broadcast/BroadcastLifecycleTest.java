package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.PresenceEvent;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.events.Topic;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The life of a broadcast on real servers, against the simulated provider. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(ProviderResource.class)
class BroadcastLifecycleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Test
    void shouldTakeTheNewStreamKeyAndRefuseTheOldOnesHoweverFastItIsChanged() {
        // Given
        Studio studio = Studio.provisioned();
        List<String> keys = new ArrayList<>(List.of(studio.streamKey()));

        // When
        for (int i = 0; i < 3; i++) {
            keys.add(Json.of(studio.post("/encoder/rotate-key", Map.of())
                            .statusCode(200)
                            .extract())
                    .getString("streamKey"));
        }
        Set<String> atOnce = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> Json.of(studio.post("/encoder/rotate-key", Map.of())
                                .statusCode(200)
                                .extract())
                        .getString("streamKey"))
                .collect(Collectors.toSet());
        keys.addAll(atOnce);

        // Then
        String current = studio.streamKey();
        assertThat(keys).doesNotHaveDuplicates().contains(current);
        keys.forEach(key -> assertThat(issuedAt(key)).isBeforeOrEqualTo(Instant.now()));
        keys.remove(current);
        keys.forEach(old -> assertThat(studio.connectEncoder(old).statusCode()).isBetween(400, 499));
        studio.connectEncoder(current).then().statusCode(201);
    }

    @Test
    void shouldRefuseToChangeAStreamKeyWhoseSecondHasNotCome() {
        // Given: an instance whose clock is ahead issued it
        Studio studio = Studio.provisioned();
        studio.streamKey();
        pool.preparedQuery(
                        "UPDATE channel_config SET stream_key_issued_at = date_trunc('second', now() + interval '1 h')"
                                + " WHERE channel_id = $1")
                .execute(Tuple.of(studio.channelId))
                .await()
                .atMost(PATIENCE);

        // Then
        studio.post("/encoder/rotate-key", Map.of())
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body(at("fix", notNullValue()));
    }

    private static Instant issuedAt(String streamKey) {
        String claims = new String(Base64.getUrlDecoder().decode(streamKey.split("\\.")[1]), StandardCharsets.UTF_8);
        return Instant.ofEpochSecond(Json.of(claims).getLong("iat"));
    }

    @Test
    void shouldGoFromSetUpToEnded() {
        // Given
        Studio studio = Studio.created();

        // Then: every wrong order is refused with the fix
        studio.post("/go-live", Map.of())
                .statusCode(409)
                .body(at("type", equalTo("/problems/not-provisioned")))
                .body(at("fix", containsString("Set up your stream")));
        studio.provision();
        studio.post("/go-live", Map.of())
                .statusCode(409)
                .body(at("type", equalTo("/problems/encoder-not-connected")))
                .body(at("fix", notNullValue()));
        studio.post("/stop-live", Map.of()).statusCode(409).body(at("type", equalTo("/problems/not-live")));

        // When: the encoder connects, it is a rehearsal
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        assertThat(studio.broadcast().getString("state")).isEqualTo("READY");
        // The encoder may have been seen at the provider before the webhook that names it came.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.broadcast().getString("encoder.clientName"))
                        .isEqualTo("OBS Studio"));

        // When: live
        studio.post("/go-live", Map.of())
                .statusCode(200)
                .body(at("state", equalTo("LIVE")))
                .body(at("epoch", equalTo(1)))
                .body(at("session.title", equalTo("The show")))
                .body(at("session.startedAt", notNullValue()));
        studio.post("/go-live", Map.of()).statusCode(409).body(at("type", equalTo("/problems/already-live")));
        assertThat(studio.backstageAtProvider()).isFalse();

        // When: ended
        studio.post("/stop-live", Map.of())
                .statusCode(200)
                .body(at("state", equalTo("READY")))
                .body(at("session", nullValue()))
                .body(at("lastSession.endReason", equalTo("BROADCASTER")))
                .body(at("lastSession.totalMinutes", equalTo(0)));
        assertThat(studio.backstageAtProvider()).isTrue();

        // Then: told once each, in sequence
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio)).hasSize(1));
        assertThat(wentLive(studio)).hasSize(1);
        assertThat(wentLive(studio).get(0).callCid()).isEqualTo(studio.callCid());
        assertThat(ended(studio).get(0).seq())
                .isGreaterThan(wentLive(studio).get(0).seq());
    }

    @Test
    void shouldGoLiveWithoutAnEncoderWhenToldTo() {
        // Given
        Studio studio = Studio.provisioned();

        // When
        studio.post("/go-live", Map.of("withoutEncoder", true)).statusCode(200).body(at("state", equalTo("LIVE")));

        // Then
        assertThat(studio.warnings()).contains("live-without-encoder");
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldTakeACommandWithoutABody() {
        // Given
        Studio studio = Studio.rehearsing();

        // When
        studio.asBroadcaster()
                .noContentType()
                .post(studio.path("/go-live"))
                .then()
                .statusCode(200);

        // Then
        studio.asBroadcaster()
                .noContentType()
                .post(studio.path("/stop-live"))
                .then()
                .statusCode(200);
    }

    @Test
    void shouldLetOnlyTheBroadcasterIn() {
        // Given
        Studio studio = Studio.provisioned();

        // Then
        given().get(studio.path("/broadcast")).then().statusCode(401);
        given().noContentType().post(studio.path("/go-live")).then().statusCode(401);
        given().get(studio.path("/broadcast/events")).then().statusCode(401);
        given().auth()
                .oauth2(studio.token)
                .get("/api/channels/nobody/broadcast")
                .then()
                .statusCode(403);
    }

    @Test
    void shouldStartOneSessionWhenManyAskAtOnce() {
        // Given
        Studio studio = Studio.rehearsing();

        // When
        List<Integer> answers = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> studio.post("/go-live", Map.of()).extract().statusCode())
                .toList();

        // Then
        assertThat(answers).filteredOn(status -> status == 200).isNotEmpty();
        assertThat(answers).allMatch(status -> status == 200 || status == 409);
        studio.awaitState("LIVE");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wentLive(studio)).hasSize(1));
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    @Test
    void shouldFollowABroadcastThatIsStartedAndStoppedOutside() {
        // Given
        Studio studio = Studio.rehearsing();

        // When
        studio.atProvider("go_live");
        studio.awaitState("LIVE");

        // Then
        assertThat(studio.warnings()).contains("went-live-outside");
        studio.atProvider("stop_live");
        studio.awaitState("READY");
        assertThat(studio.broadcast().getString("lastSession.endReason")).isEqualTo("PROVIDER");
    }

    @Test
    void shouldRepairFromTheProviderWhatNoWebhookTold() {
        // Given: not one webhook comes
        Studio studio = Studio.provisioned();
        studio.fault(Map.of("drop", 1.0));
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");

        // When
        studio.atProvider("go_live");
        studio.awaitState("LIVE");
        studio.viewersJoin(5);
        studio.awaitWarning("webhooks-silent");
        studio.post("/stop-live", Map.of()).statusCode(200).body(at("state", equalTo("READY")));

        // Then: the participants are read when the broadcast has ended
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.announced(Topic.PROVIDER_PRESENCE, PresenceEvent.class).stream()
                                .filter(event -> event.callCid().equals(studio.callCid()))
                                .filter(event -> !(event instanceof ParticipantCountObserved))
                                .map(BroadcastLifecycleTest::userSession)
                                .distinct())
                        .hasSize(6));
        assertThat(wentLive(studio)).hasSize(1);
    }

    @Test
    void shouldReadTheParticipantsOfABroadcastEveryHour() {
        // Given: viewers of whom no webhook tells, in a broadcast that began a while ago
        Studio studio = Studio.live();
        studio.fault(Map.of("drop", 1, "types", List.of("call.session_participant_joined")));
        studio.viewersJoin(3);
        assertThat(presence(studio)).isEmpty();

        // When: an hour has passed since they were last read
        pool.preparedQuery("update broadcasts set session_started_at = session_started_at - interval '3 hours',"
                        + " pulled_at = now() - interval '61 minutes' where channel_id = $1")
                .executeAndAwait(Tuple.of(studio.channelId));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(presence(studio)).hasSizeGreaterThanOrEqualTo(3));
        assertThat(presence(studio)).allSatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(ParticipantJoined.class, joined -> assertThat(joined.source())
                        .isEqualTo(ObservationSource.RECONCILE)));
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    private static List<PresenceEvent> presence(Studio studio) {
        return studio.announced(Topic.PROVIDER_PRESENCE, PresenceEvent.class).stream()
                .filter(event -> event.callCid().equals(studio.callCid()))
                .filter(event -> !(event instanceof ParticipantCountObserved))
                .toList();
    }

    @Test
    void shouldComeToTheSameResultWhenWebhooksComeTwiceAndShuffled() {
        // Given
        Studio studio = Studio.provisioned();
        studio.fault(Map.of("duplicate", 1, "shuffleWithinMillis", 400));
        String obs = studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");

        // When
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.disconnectEncoder(obs);
        studio.awaitEncoder("LOST");
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        studio.post("/stop-live", Map.of()).statusCode(200);
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.atProvider("stop_live");
        studio.awaitState("READY");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio))
                .extracting(StreamEnded::reason)
                .containsExactly(EndReason.BROADCASTER, EndReason.PROVIDER));
        assertThat(wentLive(studio)).extracting(StreamWentLive::epoch).containsExactly(1L, 2L);
        assertThat(studio.broadcast().getString("state")).isEqualTo("READY");
    }

    @Test
    void shouldKeepTheSessionWhenTheEncoderReturnsInTime() {
        // Given
        Studio studio = Studio.provisioned();
        String obs = studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        studio.post("/go-live", Map.of()).statusCode(200);

        // When
        studio.disconnectEncoder(obs);
        studio.awaitEncoder("LOST");
        assertThat(studio.broadcast().getString("waiting.reason")).isEqualTo("ENCODER_BACK");
        assertThat(studio.broadcast().getString("encoder.graceEndsAt")).isNotNull();
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");

        // Then
        assertThat(studio.broadcast().getString("state")).isEqualTo("LIVE");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(of(studio, EncoderLost.class)).hasSize(1);
            assertThat(of(studio, EncoderBack.class)).hasSize(1);
        });
        studio.post("/stop-live", Map.of()).statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio)).hasSize(1));
    }

    @Test
    void shouldEndWhenTheEncoderStaysAwayAlthoughViewersStay() {
        // Given
        Studio studio = Studio.provisioned();
        studio.setGrace(2);
        String obs = studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.viewersJoin(3);

        // When
        studio.disconnectEncoder(obs);

        // Then
        studio.awaitState("READY");
        assertThat(studio.broadcast().getString("lastSession.endReason")).isEqualTo("ENCODER_GONE");
        assertThat(studio.backstageAtProvider()).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended(studio))
                .extracting(StreamEnded::reason)
                .containsExactly(EndReason.ENCODER_GONE));
    }

    @Test
    void shouldAskForANewCallAfterTheProviderEndedTheOld() {
        // Given
        Studio studio = Studio.live();
        String firstCall = studio.callCid();

        // When
        studio.atProvider("mark_ended");
        studio.awaitState("UNPROVISIONED");

        // Then
        assertThat(studio.broadcast().getList("actions")).isEqualTo(List.of("PROVISION"));
        studio.post("/go-live", Map.of()).statusCode(409).body(at("type", equalTo("/problems/not-provisioned")));
        studio.provision();
        assertThat(studio.callCid()).isEqualTo(firstCall + "_2");
        studio.connectEncoder();
        studio.awaitEncoder("CONNECTED");
        studio.post("/go-live", Map.of()).statusCode(200).body(at("state", equalTo("LIVE")));
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    private static String userSession(PresenceEvent event) {
        return event instanceof ParticipantJoined joined
                ? joined.userSessionId()
                : ((ParticipantLeft) event).userSessionId();
    }

    private static List<StreamWentLive> wentLive(Studio studio) {
        return of(studio, StreamWentLive.class);
    }

    private static List<StreamEnded> ended(Studio studio) {
        return of(studio, StreamEnded.class);
    }

    private static <E extends LifecycleEvent> List<E> of(Studio studio, Class<E> type) {
        return studio.announced(Topic.STREAM_LIFECYCLE, type).stream()
                .filter(event -> event.channelId().equals(studio.channelId))
                .toList();
    }
}
