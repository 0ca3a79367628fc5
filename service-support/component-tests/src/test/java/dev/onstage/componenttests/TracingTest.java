package dev.onstage.componenttests;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.EncoderBack;
import dev.onstage.events.Topic;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.tracing.LogFields;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceHeaders;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class TracingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SECRET = "secretsecretsecretsecret";

    @Inject
    Tracing tracing;

    @Inject
    LogFields fields;

    @Inject
    OpenTelemetry telemetry;

    @Inject
    InMemorySpanExporter exported;

    @Inject
    Outbox outbox;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private final String channel = UUID.randomUUID().toString();

    @Singleton
    static class Exporter {
        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Test
    void shouldTakeTheTraceThroughTheOutboxIntoTheHeadersOfTheRecord() {
        // Given
        TraceStep step = tracing.begin(SpanKind.INTERNAL, "begin " + channel, null);

        // When
        onContext(() -> step.runToItsEnd(() -> pool.withTransaction(tx -> outbox.append(tx, channel, event()))));

        // Then
        String sent = requireNonNull(TraceHeaders.read(awaitRecord().headers()));
        SpanData begun = awaitSpan("begin " + channel);
        assertThat(sent).contains(begun.getTraceId());
        // Sent again where Kafka was slow to confirm.
        SpanData relayed = await().atMost(PATIENCE)
                .until(
                        () -> children(begun).stream()
                                .filter(child -> sent.contains(child.getSpanId()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(relayed.getName()).isEqualTo("send " + Topic.STREAM_LIFECYCLE.topicName());
        assertThat(relayed.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(sent).contains(relayed.getSpanId());
    }

    @Test
    void shouldSendEventsOfNoTraceAndThoseOfAVersionWithoutTracesWithoutOne() {
        pool.query("""
                        INSERT INTO outbox_events (event_id, event_type, topic, record_key, payload, event_time)
                        VALUES (gen_random_uuid(), 'dev.onstage.other.v1', 'stream.lifecycle.v1', '%s', '{}', now())
                        """.formatted(channel)).execute().await().atMost(PATIENCE);
        assertThat(awaitRecord().headers().lastHeader(Tracing.TRACE_PARENT)).isNull();

        pool.withTransaction(tx -> outbox.append(tx, channel, event())).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> records().size() >= 2);
        assertThat(records()).allSatisfy(each -> assertThat(each.headers().lastHeader(Tracing.TRACE_PARENT))
                .isNull());
    }

    @Test
    void shouldKeepStepsApartThatAreUnderWayOnOneEventLoop() {
        TraceStep one = tracing.begin(SpanKind.INTERNAL, "one", null);
        TraceStep other = tracing.begin(SpanKind.INTERNAL, "other", null);

        List<String> seen = onContext(() -> Uni.join()
                .all(
                        one.runToItsEnd(() -> afterAsking("one")),
                        other.runToItsEnd(() -> afterAsking("other")),
                        Uni.createFrom().deferred(() -> afterAsking("none")))
                .andFailFast());

        assertThat(seen).containsExactly("one " + one.traceParent(), "other " + other.traceParent(), "none null");
    }

    @Test
    void shouldHaveTheFieldsOfLogLinesGoWithTheWorkAndWithNothingElse() {
        String seen = onContext(() -> fields.with(channel, () -> pool.query("SELECT 1")
                .execute()
                .invoke(() -> LogFields.put(channel, 7))
                .chain(() -> tracing.begin(SpanKind.INTERNAL, "inner", null).runToItsEnd(() -> pool.query("SELECT 1")
                        .execute()
                        .map(done -> MDC.get("channelId") + " " + MDC.get("epoch") + " " + MDC.get("traceId"))))));

        assertThat(seen).startsWith(channel + " 7 ").hasSize((channel + " 7 ").length() + 32);
        assertThat(onContext(() -> Uni.createFrom().item(() -> String.valueOf(MDC.get("channelId")))))
                .isEqualTo("null");
        assertThat(MDC.get("channelId")).isNull();
    }

    @Test
    void shouldTellOfACommandItsPatternAndNothingThatWasSent() {
        String parent = "00-" + channel.replace("-", "") + "-00f067aa0ba902b7-01";

        given().header("traceparent", parent)
                .header("Authorization", "Bearer " + SECRET)
                .header("Origin", "http://127.0.0.1")
                .cookie("other", SECRET)
                .queryParam("code", SECRET)
                .put("/door/main/open");
        given().header("traceparent", parent).queryParam("q", SECRET).get("/door/main/open");
        // A step of the GET would have ended before this one.
        given().header("traceparent", parent).put("/door/main/open");

        List<SpanData> spans =
                await().atMost(PATIENCE).until(() -> ofTrace(channel.replace("-", "")), found -> found.size() >= 2);
        assertThat(spans).extracting(SpanData::getName).containsOnly("PUT /door/{channelId}/open");
        SpanData command = spans.get(0);
        assertThat(command.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(command.toString()).doesNotContain(SECRET);
        assertThat(command.getAttributes().asMap().keySet())
                .extracting(key -> key.getKey())
                .isSubsetOf("onstage.channel.id", "http.response.status_code");
    }

    @Test
    void shouldTellOfAFailureItsClassAlone() {
        TraceStep step =
                tracing.begin(SpanKind.CLIENT, "failing " + channel, null).with(TraceField.OUTCOME, "tried");

        Uni<Object> failing = step.runToItsEnd(
                () -> Uni.createFrom().failure(new IllegalStateException("https://example.com/" + SECRET)));
        onContext(() -> failing.onFailure().recoverWithItem("failed"));

        SpanData span = awaitSpan("failing " + channel);
        assertThat(span.toString()).contains("IllegalStateException").doesNotContain(SECRET);
    }

    private Uni<String> afterAsking(String name) {
        return pool.query("SELECT 1").execute().map(done -> name + " " + tracing.current());
    }

    private <T> T onContext(Supplier<Uni<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(ignored -> Uni.createFrom()
                .deferred(work::get)
                .subscribe()
                .with(done::complete, done::completeExceptionally));
        return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private EncoderBack event() {
        return new EncoderBack(channel, 1, 1, UUID.randomUUID(), Instant.EPOCH);
    }

    private ConsumerRecord<String, byte[]> awaitRecord() {
        return await().atMost(PATIENCE)
                .until(this::records, found -> !found.isEmpty())
                .get(0);
    }

    private List<ConsumerRecord<String, byte[]>> records() {
        return TestKafka.readAll(Topic.STREAM_LIFECYCLE.topicName()).stream()
                .filter(one -> channel.equals(one.key()))
                .toList();
    }

    private SpanData awaitSpan(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> spans().stream()
                                .filter(span -> span.getName().equals(name))
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private List<SpanData> children(SpanData parent) {
        return spans().stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .toList();
    }

    private List<SpanData> ofTrace(String traceId) {
        return spans().stream()
                .filter(span -> span.getTraceId().equals(traceId))
                .toList();
    }

    private List<SpanData> spans() {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            sdk.getSdkTracerProvider().forceFlush().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return exported.getFinishedSpanItems();
    }
}
