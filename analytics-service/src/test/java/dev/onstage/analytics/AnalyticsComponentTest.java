package dev.onstage.analytics;

import static dev.onstage.events.ObservationSource.RECONCILE;
import static dev.onstage.events.ObservationSource.WEBHOOK;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.analytics.session.HeldClock;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EventType;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.support.messaging.ReceivedEvent;
import dev.onstage.testing.LogLines;
import dev.onstage.testing.OddTexts;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service on real Kafka, Postgres and Redis, from the topics to the pages. */
@QuarkusTest
@WithTestResource(StackResource.class)
class AnalyticsComponentTest {

    @Inject
    EventReader reader;

    @Inject
    RedisDataSource redis;

    @Inject
    HeldClock clock;

    @Inject
    Pool pool;

    @AfterEach
    void letTheClockGo() {
        clock.release();
    }

    @Test
    void shouldMeasureASessionThatWasReportedTwiceAndShuffled() {
        Broadcast broadcast = Broadcast.of("twice", hoursAgo(2));
        List<OnstageEvent> events = new ArrayList<>(crowd(broadcast));
        events.addAll(crowd(broadcast));
        Collections.shuffle(events, new Random(7));

        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));
        publish(events.subList(0, 300));
        publish(List.of(
                broadcast.wentLive(2),
                broadcast.encoderLost(3, 100),
                broadcast.encoderBack(4, 120),
                broadcast.ended(5, 600),
                broadcast.ended(5, 600)));
        publish(events.subList(300, events.size()));

        eventually(() -> session(broadcast)
                .body(at("live", equalTo(false)))
                .body(at("title", equalTo("Title of twice")))
                .body(at("endReason", equalTo("BROADCASTER")))
                .body(at("totalMinutes", equalTo(10)))
                .body(at("durationSeconds", equalTo(600)))
                .body(at("peakViewers", equalTo(200)))
                .body(at("uniqueViewers", equalTo(200)))
                // 140 of them from second 60 to the end at 600, 60 from second 60 to 240.
                .body(at("watchMinutes", equalTo(140 * 9 + 60 * 3)))
                .body(at("averageViewers", equalTo(144.0)))
                .body(at("currentViewers", equalTo(0)))
                .body(at("chatMessages", equalTo(2)))
                .body(at("chatters", equalTo(2)))
                .body(at("deletedMessages", equalTo(1)))
                .body(at("encoderGapCount", equalTo(1)))
                .body(at("encoderGapSeconds", equalTo(20)))
                .body(at("presenceComplete", equalTo(true)))
                .body(at("chatComplete", equalTo(true)))
                .body(at("viewers[*].count", contains(0, 200, 140)))
                .body(at("viewers[1].at", equalTo(broadcast.at(60).toString())))
                .body(at("chat", hasSize(1)))
                .body(at("chat[0].messages", equalTo(2)))
                .body(at("encoderGaps", hasSize(1)))
                .body(at("encoderGaps[0].from", equalTo(broadcast.at(100).toString())))
                .body(at("encoderGaps[0].to", equalTo(broadcast.at(120).toString()))));
        given().auth()
                .oauth2(TestTokens.broadcaster("twice"))
                .get("/api/stats/channels/twice?days=7")
                .then()
                .statusCode(200)
                .body(at("totals.sessions", equalTo(1)))
                .body(at("totals.totalMinutes", equalTo(10)))
                .body(at("totals.chatMessages", equalTo(2)))
                .body(at("totals.peakViewers", equalTo(200)))
                .body(at("timeZone", equalTo("Europe/Berlin")));
        as("twice")
                .get("/api/stats/channels/twice/sessions")
                .then()
                .statusCode(200)
                .body(at("sessions[*].sessionId", contains(broadcast.sessionId().toString())))
                .body(at("next", nullValue()));
        eventually(() -> {
            SessionSummarised last = lastSummary(broadcast).orElseThrow();
            assertThat(last.peakViewers()).isEqualTo(200);
            assertThat(last.averageViewers()).isEqualTo(144.0);
            assertThat(last.chatMessages()).isEqualTo(2);
            assertThat(last.endedAt()).isEqualTo(broadcast.at(600));
        });
        assertThat(summaries(broadcast)).extracting(SessionSummarised::revision).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayInTheLogForWhichGoLiveOfWhichChannelASummaryFailed() {
        Broadcast broadcast = Broadcast.of("failing", hoursAgo(3));
        String constraint = "refuses_" + broadcast.sessionId().toString().replace('-', '_');
        execute("ALTER TABLE stream_sessions ADD CONSTRAINT " + constraint + " CHECK (session_id <> '"
                + broadcast.sessionId() + "' OR revision = 0) NOT VALID");
        try (LogLines log = LogLines.withEpochOf("dev.onstage.analytics.session.SummaryService")) {
            publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));

            eventually(() -> assertThat(log.all())
                    .contains("failing/3: The summary of session " + broadcast.sessionId()
                            + " failed and is tried again later"));
        } finally {
            execute("ALTER TABLE stream_sessions DROP CONSTRAINT " + constraint);
        }
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(Duration.ofMinutes(1));
    }

    @Test
    void shouldCorrectAClosedSessionWhenLateEventsChangeIt() {
        Broadcast broadcast = Broadcast.of("late", hoursAgo(1));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));
        eventually(() -> assertThat(lastSummary(broadcast))
                .map(SessionSummarised::revision)
                .contains(1L));

        publish(List.of(broadcast.left("a", "u1", 10, 40, WEBHOOK)));

        eventually(() -> assertThat(lastSummary(broadcast)).hasValueSatisfying(summary -> {
            assertThat(summary.revision()).isEqualTo(2);
            assertThat(summary.peakViewers()).isEqualTo(1);
            assertThat(summary.averageViewers()).isEqualTo(0.5);
        }));
        session(broadcast).body(at("revision", equalTo(2)));
    }

    @Test
    void shouldRepairPresenceButNotChatWhenEveryWebhookWasLost() {
        Broadcast broadcast = Broadcast.of("dropped", hoursAgo(1));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));
        publish(List.of(broadcast.counted(20, 3, 0), broadcast.counted(40, 3, 0)));
        untilApplied(Topic.PROVIDER_PRESENCE);
        publish(List.of(broadcast.ended(3, 60)));
        eventually(() -> session(broadcast)
                .body(at("revision", equalTo(1)))
                .body(at("peakViewers", equalTo(0)))
                .body(at("presenceComplete", equalTo(false))));

        publish(List.of(
                broadcast.left("a", "u1", 5, 60, RECONCILE),
                broadcast.left("b", "u2", 5, 50, RECONCILE),
                broadcast.left("c", "u3", 5, 60, RECONCILE)));

        eventually(() -> session(broadcast)
                .body(at("peakViewers", equalTo(3)))
                .body(at("uniqueViewers", equalTo(3)))
                .body(at("presenceComplete", equalTo(true)))
                .body(at("chatComplete", equalTo(false))));
    }

    @Test
    void shouldFollowALiveSession() {
        Broadcast broadcast =
                Broadcast.of("live", Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MICROS));
        clock.hold(broadcast.at(125));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));
        publish(List.of(
                broadcast.joined("a", "u1", 10, WEBHOOK),
                broadcast.joined("b", "u2", 20, WEBHOOK),
                broadcast.joined("host", broadcast.broadcasterUserId(), 0, WEBHOOK)));

        eventually(() -> session(broadcast)
                .body(at("live", equalTo(true)))
                .body(at("endedAt", nullValue()))
                .body(at("revision", equalTo(0)))
                .body(at("currentViewers", equalTo(2)))
                .body(at("peakViewers", equalTo(2)))
                .body(at("totalMinutes", equalTo(2))));
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("2"));

        redis.flushall();
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("2"));

        publish(List.of(broadcast.left("a", "u1", 10, 100, WEBHOOK)));
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("1"));
        eventually(() -> session(broadcast).body(at("viewers[-1].count", equalTo(1))));

        publish(List.of(
                broadcast.posted("m1", "u1", 80),
                broadcast.posted("m2", "u2", 80),
                broadcast.posted("m3", "u2", 80),
                broadcast.deleted("m3", "u2", 80, 90)));
        eventually(() -> session(broadcast)
                .body(at("chat[*].messages", contains(2)))
                .body(at("chatMessages", equalTo(2)))
                .body(at("chatters", equalTo(2)))
                .body(at("deletedMessages", equalTo(1))));

        publish(List.of(broadcast.counted(60, 5, 0), broadcast.counted(110, 4, 1)));
        eventually(() ->
                session(broadcast).body(at("currentViewers", equalTo(5))).body(at("presenceComplete", equalTo(false))));
        eventually(() -> session(broadcast)
                .body(at("presenceDifferences[*].at", contains(broadcast.at(110).toString())))
                .body(at("presenceDifferences[*].counted", contains(4)))
                .body(at("presenceDifferences[*].known", contains(1))));

        publish(List.of(broadcast.ended(3, 130)));
        eventually(() -> session(broadcast).body(at("live", equalTo(false))).body(at("currentViewers", equalTo(0))));
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("0"));
    }

    @Test
    void shouldCountAViewerWhoLeftAndCameAgain() {
        Broadcast broadcast =
                Broadcast.of("again", Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MICROS));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));

        publish(List.of(
                broadcast.joined("tab", "u1", 40, WEBHOOK),
                broadcast.left("tab", "u1", 10, 30, WEBHOOK),
                broadcast.joined("tab", "u1", 10, WEBHOOK)));

        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("1"));
        publish(List.of(broadcast.left("tab", "u1", 40, 50, RECONCILE)));
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("0"));
        publish(List.of(broadcast.ended(3, 60)));
        eventually(() -> session(broadcast)
                .body(at("live", equalTo(false)))
                .body(at("uniqueViewers", equalTo(1)))
                .body(at("averageViewers", equalTo(0.5)))
                .body(at("viewers[*].count", contains(0, 1, 0, 1, 0))));
    }

    /** Webhooks and the provider's API need not carry the same digits. */
    @Test
    void shouldTakeAReportOfAWholeSecondForTheStayOfThatSecond() {
        Broadcast broadcast = Broadcast.of(
                "digits",
                Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.SECONDS).plusNanos(460_122_000));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));

        publish(List.of(
                broadcast.joined("a", "u1", 10, WEBHOOK),
                inWholeSeconds(broadcast.left("b", "u2", 10, 40, WEBHOOK)),
                broadcast.left("c", "u3", 10, 40, WEBHOOK),
                broadcast.joined("d", "u4", 10, WEBHOOK)));
        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("2"));
        publish(List.of(
                inWholeSeconds(broadcast.left("a", "u1", 10, 40, WEBHOOK)),
                broadcast.joined("b", "u2", 10, WEBHOOK),
                inWholeSeconds(broadcast.left("c", "u3", 10, 40, RECONCILE)),
                inWholeSeconds(broadcast.left("d", "u4", 10, 40, RECONCILE))));

        eventually(() -> assertThat(liveNumber(broadcast)).isEqualTo("0"));
        publish(List.of(broadcast.ended(3, 60)));
        eventually(() -> session(broadcast)
                .body(at("live", equalTo(false)))
                .body(at("uniqueViewers", equalTo(4)))
                .body(at("averageViewers", equalTo(2.0)))
                .body(at("viewers[*].count", contains(0, 4, 0)))
                .body(at("chatComplete", equalTo(true))));
    }

    private static ParticipantLeft inWholeSeconds(ParticipantLeft exact) {
        return Broadcast.withJoin(exact, joinedAt -> joinedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    /** One channel's count must not stop the numbers of the others, nor end anybody's stay. */
    @Test
    void shouldFollowEveryChannelWhateverOneIsSaidToHave() {
        Broadcast absurd =
                Broadcast.of("absurd", Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MICROS));
        Broadcast other =
                Broadcast.of("beside-absurd", Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MICROS));
        clock.hold(absurd.at(115));
        publish(List.of(absurd.channelChanged(1), absurd.wentLive(2), other.channelChanged(1), other.wentLive(2)));
        publish(List.of(
                absurd.counted(60, Integer.MAX_VALUE, Integer.MAX_VALUE),
                absurd.counted(100, Integer.MAX_VALUE, Integer.MAX_VALUE),
                absurd.joined("a", "u1", 10, WEBHOOK),
                absurd.joined("b", "u2", 3600, WEBHOOK)));
        eventually(() -> assertThat(liveNumber(absurd)).hasSize(8));

        publish(List.of(other.joined("a", "u1", 10, WEBHOOK), other.joined("b", "u2", 3600, WEBHOOK)));

        eventually(() -> assertThat(liveNumber(other)).isEqualTo("1"));
        publish(List.of(absurd.ended(3, 110), other.ended(3, 110)));
        eventually(() -> session(absurd).body(at("live", equalTo(false))).body(at("uniqueViewers", equalTo(1))));
    }

    @Test
    void shouldCountAMessageThatWasBroughtBack() {
        Broadcast broadcast = Broadcast.of("undeleted", hoursAgo(1));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2)));
        publish(List.of(
                broadcast.undeleted("m1", "u1", 10, 30),
                broadcast.deleted("m1", "u1", 10, 20),
                broadcast.posted("m1", "u1", 10),
                broadcast.deleted("m2", "u2", 10, 40),
                broadcast.undeleted("m2", "u2", 10, 30),
                broadcast.undeleted("m3", "u3", 10, 20),
                // Shadowed: nobody but its author saw it.
                broadcast.deleted("m4", null, 10, 40)));
        publish(List.of(broadcast.ended(3, 60)));

        eventually(() -> session(broadcast)
                .body(at("chatMessages", equalTo(2)))
                .body(at("chatters", equalTo(2)))
                .body(at("deletedMessages", equalTo(1))));
    }

    /** What a text of any event may hold: it stops nobody, and what comes after it is applied. */
    @Test
    void shouldNotBeStoppedByAnyTextOfAnyEvent() {
        Broadcast broadcast = Broadcast.of("texts", hoursAgo(1));
        List<OnstageEvent> events = List.of(
                broadcast.channelChanged(1),
                broadcast.wentLive(2),
                broadcast.encoderLost(3, 1),
                broadcast.encoderBack(4, 2),
                broadcast.joined("t", "u1", 1, WEBHOOK),
                broadcast.left("t", "u1", 1, 2, WEBHOOK),
                broadcast.counted(1, 1, 0),
                broadcast.posted("t", "u1", 1),
                broadcast.deleted("t", "u1", 1, 2),
                broadcast.undeleted("t", "u1", 1, 3));
        List<ProducerRecord<String, byte[]>> odd = new ArrayList<>();
        for (OnstageEvent event : events) {
            OddTexts.of(EventRecords.serialise(event))
                    .forEach(value -> odd.add(record(event, value.getBytes(StandardCharsets.UTF_8))));
        }
        TestKafka.send(odd);
        Broadcast after = Broadcast.of("after-texts", hoursAgo(1));
        publish(List.of(
                after.channelChanged(1),
                after.wentLive(2),
                after.left("a", "u1", 10, 40, WEBHOOK),
                after.posted("m1", "u1", 20),
                after.ended(3, 60)));

        eventually(() -> session(after).body(at("uniqueViewers", equalTo(1))).body(at("chatMessages", equalTo(1))));
        untilApplied(Topic.STREAM_LIFECYCLE);
        untilApplied(Topic.PROVIDER_PRESENCE);
        untilApplied(Topic.PROVIDER_CHAT);
    }

    @Test
    void shouldPutWhatCannotBeAppliedAsideAndApplyTheRest() {
        Broadcast broadcast = Broadcast.of("poison", hoursAgo(1));
        ProducerRecord<String, byte[]> garbage =
                record(broadcast.joined("x", "u9", 1, WEBHOOK), "{\"no\":1".getBytes(StandardCharsets.UTF_8));
        ProducerRecord<String, byte[]> unstorable = record(broadcast.joined("nul\u0000", "u8", 1, WEBHOOK));
        ProducerRecord<String, byte[]> unknown = record(broadcast.joined("y", "u7", 1, WEBHOOK));
        unknown.headers().remove(CloudEventHeader.TYPE.key());
        unknown.headers().add(CloudEventHeader.TYPE.key(), "dev.onstage.tomorrow.v1".getBytes(StandardCharsets.UTF_8));
        TestKafka.send(List.of(
                record(broadcast.left("a", "u1", 10, 40, WEBHOOK)),
                garbage,
                unstorable,
                unknown,
                record(broadcast.joined("old", "u6", -Duration.ofDays(200).toSeconds(), WEBHOOK)),
                record(broadcast.left("b", "u2", 10, 40, WEBHOOK))));

        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));

        eventually(() -> session(broadcast).body(at("uniqueViewers", equalTo(2))));
        eventually(() -> assertThat(TestKafka.readAll("provider.presence.v1.analytics.presence.dlq"))
                .filteredOn(dead -> String.valueOf(dead.key()).startsWith("poison-"))
                .allSatisfy(dead -> assertThat(reason(dead)).isNotBlank())
                .anySatisfy(dead -> assertThat(reason(dead)).startsWith("beyond-retention"))
                .anySatisfy(dead -> assertThat(reason(dead)).isEqualTo("PostgreSQL refuses it (SQLSTATE 22021)"))
                .extracting(ConsumerRecord::key)
                .containsOnly("poison-x", "poison-nul\u0000", "poison-old"));
    }

    @Test
    void shouldAnswerOnlyTheBroadcaster() {
        Broadcast broadcast = Broadcast.of("mine", hoursAgo(1));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));
        eventually(() -> session(broadcast).statusCode(200));
        String session = "/api/sessions/" + broadcast.sessionId();

        given().get(session).then().statusCode(401).contentType("application/problem+json");
        given().get("/api/stats/channels/mine").then().statusCode(401);
        as("other").get(session).then().statusCode(403).body(at("type", equalTo("/problems/forbidden")));
        as("other").get("/api/stats/channels/mine").then().statusCode(403);
        as("mine").get("/api/sessions/" + UUID.randomUUID()).then().statusCode(404);
        as("mine").get("/api/sessions/nonsense").then().statusCode(404);
    }

    @Test
    void shouldAnswerNotModifiedForAKnownTag() {
        Broadcast broadcast = Broadcast.of("tagged", hoursAgo(1));
        publish(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));
        eventually(() -> session(broadcast).body(at("revision", equalTo(1))));
        String path = "/api/sessions/" + broadcast.sessionId();
        String tag = as("tagged").get(path).header("ETag");

        as("tagged").header("If-None-Match", tag).get(path).then().statusCode(304);
        as("tagged")
                .header("If-None-Match", "\"other\"")
                .get(path)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store");
    }

    private static String reason(ConsumerRecord<?, ?> dead) {
        return new String(dead.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }

    /** 200 viewers join after a minute and 60 of them leave three minutes later; three messages, one deleted. */
    private static Collection<OnstageEvent> crowd(Broadcast broadcast) {
        List<OnstageEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(broadcast.joined("v" + i, "viewer-" + i, 60, WEBHOOK));
            if (i < 60) {
                events.add(broadcast.left("v" + i, "viewer-" + i, 60, 240, WEBHOOK));
            }
        }
        events.add(broadcast.joined("host", broadcast.broadcasterUserId(), -30, WEBHOOK));
        events.add(broadcast.posted("m1", "viewer-1", 70));
        events.add(broadcast.posted("m2", "viewer-2", 71));
        events.add(broadcast.posted("m3", "viewer-3", 72));
        events.add(broadcast.deleted("m3", "viewer-3", 72, 80));
        return events;
    }

    private ValidatableResponse session(Broadcast broadcast) {
        return as(broadcast.channelId())
                .get("/api/sessions/" + broadcast.sessionId())
                .then()
                .statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification as(String channelId) {
        return given().auth().oauth2(TestTokens.broadcaster(channelId));
    }

    private String liveNumber(Broadcast broadcast) {
        return String.valueOf(
                redis.hash(String.class).hget("analytics:" + broadcast.sessionId() + ":viewers", "count"));
    }

    private Optional<SessionSummarised> lastSummary(Broadcast broadcast) {
        return summaries(broadcast).stream().max(Comparator.comparing(SessionSummarised::revision));
    }

    /** Each once: what Kafka did not confirm in time is sent again under the same id. */
    private List<SessionSummarised> summaries(Broadcast broadcast) {
        Map<String, ReceivedEvent> events = new LinkedHashMap<>();
        TestKafka.readAll(Topic.ANALYTICS_SESSION.topicName()).stream()
                .flatMap(message -> reader.read(message).stream())
                .forEach(received -> events.putIfAbsent(received.ceId(), received));
        return events.values().stream()
                .map(received -> (SessionSummarised) received.event())
                .filter(summary -> summary.sessionId().equals(broadcast.sessionId()))
                .toList();
    }

    /** Until what is in the topic is stored: the offset is committed behind it. */
    private static void untilApplied(Topic topic) {
        String group = topic.groups().get(0);
        eventually(() ->
                assertThat(TestKafka.uncommitted(group, topic.topicName())).isZero());
    }

    private static void publish(List<? extends OnstageEvent> events) {
        TestKafka.send(events.stream().map(AnalyticsComponentTest::record).toList());
    }

    private static ProducerRecord<String, byte[]> record(OnstageEvent event) {
        return EventRecords.of(UuidCreator.getTimeOrderedEpoch().toString(), Instant.now(), "test", key(event), event);
    }

    private static ProducerRecord<String, byte[]> record(OnstageEvent event, byte[] value) {
        EventType type = EventType.of(event);
        return EventRecords.of(
                UuidCreator.getTimeOrderedEpoch().toString(),
                Instant.now(),
                "test",
                type.typeName(),
                type.topic().topicName(),
                key(event),
                value);
    }

    private static String key(OnstageEvent event) {
        if (event instanceof LifecycleEvent lifecycle) {
            return lifecycle.channelId();
        }
        if (event instanceof ChatEvent chat) {
            return chat.messageId();
        }
        if (event instanceof ParticipantJoined joined) {
            return joined.userSessionId();
        }
        return event instanceof ParticipantLeft left ? left.userSessionId() : "counts";
    }

    private static Instant hoursAgo(int hours) {
        return Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
