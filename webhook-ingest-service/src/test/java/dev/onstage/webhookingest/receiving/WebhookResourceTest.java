package dev.onstage.webhookingest.receiving;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.CallObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.testing.Management;
import dev.onstage.testing.MetricSeries;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.webhookingest.SignedDeliveries;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class WebhookResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    EventReader reader;

    @Inject
    MeterRegistry metrics;

    @Inject
    RefusalCounts refusals;

    private final String webhookId = UUID.randomUUID().toString();
    private final String callCid = "livestream:" + UUID.randomUUID();

    @BeforeEach
    void untilReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> Management.get("/q/health/ready").then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "BREW"})
    void shouldSayWhichMethodsItTakes(String method) {
        given().request(method, WebhookRoute.PATH)
                .then()
                .statusCode(405)
                .header("Allow", "OPTIONS, POST")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    @Test
    void shouldMakeNoSeriesOfMetricsOfWhatIsSent() {
        MetricSeries.assertBounded("/api/webhooks/getstream", "/api/webhooks/deliveries/{}", "/api/webhooks/{}");
    }

    @Test
    void shouldTellItsMethodsToWhoeverAsksForThem() {
        given().options(WebhookRoute.PATH)
                .then()
                .statusCode(204)
                .header("Allow", "OPTIONS, POST")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    @Test
    void shouldPublishTheEventsAndTheDeliveryBeforeAnswering() throws IOException {
        byte[] body = session(callCid, Instant.now());

        deliver(body, sign(body)).statusCode(204);

        List<ConsumerRecord<String, byte[]>> calls = records(Topic.PROVIDER_CALL, callCid);
        assertThat(calls).hasSize(1);
        CallObserved observed =
                (CallObserved) reader.read(calls.get(0)).orElseThrow().event();
        assertThat(observed.kind()).isEqualTo(CallObserved.Kind.SESSION_STARTED);
        assertThat(observed.callCid()).isEqualTo(callCid);
        assertThat(joins()).hasSize(2);
        List<ConsumerRecord<String, byte[]>> deliveries = deliveries();
        assertThat(deliveries).hasSize(1);
        assertThat(deliveries.get(0).value()).isEqualTo(body);
        assertThat(header(deliveries.get(0), "outcome")).isEqualTo("accepted");
        assertThat(header(deliveries.get(0), "api_key")).isEqualTo(SignedDeliveries.API_KEY);
        assertThat(header(deliveries.get(0), "event_type")).isEqualTo("call.session_started");
        assertThat(deliveries.get(0).headers()).noneMatch(one -> one.key().contains("signature"));
    }

    @Test
    void shouldPublishEqualRecordsForEveryAttempt() throws IOException {
        byte[] body = session(callCid, Instant.now());
        byte[] compressed = SignedDeliveries.gzip(body);

        deliver(body, sign(body)).statusCode(204);
        deliver(compressed, sign(body)).statusCode(204);

        List<ConsumerRecord<String, byte[]>> calls = records(Topic.PROVIDER_CALL, callCid);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).value()).isEqualTo(calls.get(0).value());
        assertThat(calls.get(1).headers()).isEqualTo(calls.get(0).headers());
        assertThat(deliveries())
                .extracting(delivery -> new String(delivery.value(), StandardCharsets.ISO_8859_1))
                .containsExactlyInAnyOrder(
                        new String(body, StandardCharsets.ISO_8859_1),
                        new String(compressed, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldRefuseAWrongSignature() throws IOException {
        byte[] body = session(callCid, Instant.now());
        double before = refused("wrong-signature");

        deliver(body, SignedDeliveries.sign(body, "guessed"))
                .statusCode(401)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/signature-invalid")));

        assertThat(refused("wrong-signature")).isEqualTo(before + 1);
        assertThat(records(Topic.PROVIDER_CALL, callCid)).isEmpty();
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsSignedButNotReadable() {
        byte[] body = "{\"type\":\"call.updated\",".getBytes(StandardCharsets.UTF_8);

        deliver(body, sign(body))
                .statusCode(400)
                .body(at("type", equalTo("/problems/payload-malformed")))
                .body(at("detail", containsString("JSON")));
        assertThat(deliveries()).singleElement().satisfies(one -> {
            assertThat(header(one, "outcome")).isEqualTo("refused");
            assertThat(one.value()).isEqualTo(body);
        });
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        byte[] body = new byte[(1 << 20) + 1];
        Arrays.fill(body, (byte) ' ');

        deliver(body, sign(body)).statusCode(413).body(at("type", equalTo("/problems/payload-too-large")));
        byte[] larger = new byte[3 << 20];
        // Who is still sending a moment after the answer does not get to read it.
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> deliver(larger, sign(larger))
                .statusCode(413)
                .body(at("type", equalTo("/problems/payload-too-large"))));
    }

    @Test
    void shouldTellAStrangerNothing() throws IOException {
        byte[] body = session(callCid, Instant.now());
        Function<Consumer<RequestSpecification>, String> answer = change -> {
            RequestSpecification request =
                    given().basePath("/api/webhooks/getstream").contentType("application/json");
            change.accept(request);
            return request.body(body).post().then().statusCode(401).extract().asString();
        };

        String withoutAnything = answer.apply(request -> {});
        String unknownKey =
                answer.apply(request -> request.header("X-Api-Key", "guessed").header("X-Signature", sign(body)));
        String wrongSignature = answer.apply(request -> request.header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", SignedDeliveries.sign(body, "guessed")));

        assertThat(unknownKey).isEqualTo(withoutAnything);
        assertThat(wrongSignature).isEqualTo(withoutAnything).doesNotContain(SignedDeliveries.API_KEY);
        assertThat(refusals.topSources(10))
                .anySatisfy(source -> assertThat(source.source()).isEqualTo("127.0.0.1"));
    }

    @Test
    void shouldCarryTheTraceBesideTheEvents() throws IOException {
        byte[] body = session(callCid, Instant.now());
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        request(body, sign(body)).header("traceparent", trace).post().then().statusCode(204);

        assertThat(header(records(Topic.PROVIDER_CALL, callCid).get(0), "traceparent"))
                .isEqualTo(trace);
        assertThat(header(deliveries().get(0), "traceparent")).isEqualTo(trace);
    }

    @Test
    void shouldHaveNoFurtherIdentityForACapturedBodyUnderANewWebhookId() throws IOException {
        byte[] body = session(callCid, Instant.now());

        deliver(body, sign(body)).statusCode(204);
        given().basePath("/api/webhooks/getstream")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", sign(body))
                .header("X-Webhook-Id", UUID.randomUUID().toString())
                .body(body)
                .post()
                .then()
                .statusCode(204);

        assertThat(records(Topic.PROVIDER_CALL, callCid))
                .extracting(one -> header(one, "ce_id"))
                .hasSize(2)
                .containsOnly(header(records(Topic.PROVIDER_CALL, callCid).get(0), "ce_id"));
    }

    @Test
    void shouldTakeTheLargestBodyEvenIfItDoesNotCompress() throws IOException {
        byte[] noise = new byte[700_000];
        new Random(7).nextBytes(noise);
        byte[] body = changed("call.session_started", content -> {
            content.put("call_cid", callCid);
            content.put("created_at", Instant.now().toString());
            content.put("noise", noise);
        });
        byte[] largest = Arrays.copyOf(body, 1 << 20);
        Arrays.fill(largest, body.length, largest.length, (byte) ' ');

        deliver(largest, sign(largest)).statusCode(204);

        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void shouldAcceptAndCountAnUnknownType() {
        byte[] body =
                ("{\"type\":\"call.teleported\",\"call_cid\":\"" + callCid + "\"}").getBytes(StandardCharsets.UTF_8);
        double before = counted("ignored", "other");

        deliver(body, sign(body)).statusCode(204);

        assertThat(counted("ignored", "other")).isEqualTo(before + 1);
        assertThat(deliveries()).hasSize(1);
        assertThat(header(deliveries().get(0), "outcome")).isEqualTo("ignored");
    }

    @Test
    void shouldAcceptButNotPublishWhatIsTooOldOrFromTheFuture() throws IOException {
        byte[] old = session(callCid, Instant.now().minus(Duration.ofMinutes(11)));
        byte[] future = session(callCid, Instant.now().plus(Duration.ofMinutes(3)));
        double before = counted("quarantined", "call.session_started");

        deliver(old, sign(old)).statusCode(204);
        deliver(future, sign(future)).statusCode(204);

        assertThat(counted("quarantined", "call.session_started")).isEqualTo(before + 2);
        assertThat(records(Topic.PROVIDER_CALL, callCid)).isEmpty();
        assertThat(deliveries())
                .allMatch(delivery -> header(delivery, "outcome").equals("quarantined"))
                .hasSize(2);
    }

    @Test
    void shouldTakeAnyContentType() throws IOException {
        byte[] body = session(callCid, Instant.now());

        request(body, sign(body)).contentType("text/plain").post().then().statusCode(204);
        request(body, sign(body)).post().then().statusCode(204);
    }

    @Test
    void shouldPublishItsOpenApi() {
        Management.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(at(
                        "paths.keys()",
                        equalTo(Set.of(
                                "/api/webhooks/getstream",
                                "/api/webhooks/deliveries",
                                "/api/webhooks/deliveries/{deliveryId}",
                                "/api/webhooks/deliveries/replay",
                                "/api/webhooks/health"))));
    }

    @Test
    void shouldShowNothingOfItsInsideOnThePublicPort() {
        for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/openapi", "/q", "/metrics")) {
            given().get(path).then().statusCode(404);
        }
    }

    private ValidatableResponse deliver(byte[] body, String signature) {
        return request(body, signature).contentType("application/json").post().then();
    }

    private RequestSpecification request(byte[] body, String signature) {
        return given().basePath("/api/webhooks/getstream")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", signature)
                .header("X-Webhook-Id", webhookId)
                .header("X-Webhook-Attempt", "1")
                .body(body);
    }

    private static String sign(byte[] body) {
        return SignedDeliveries.sign(body, SignedDeliveries.SECRET);
    }

    private static byte[] session(String callCid, Instant time) throws IOException {
        return changed("call.session_started", body -> {
            body.put("call_cid", callCid);
            body.put("created_at", time.toString());
        });
    }

    private static byte[] changed(String example, Consumer<ObjectNode> change) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(SignedDeliveries.example(example));
        change.accept(body);
        return JSON.writeValueAsBytes(body);
    }

    private static List<ConsumerRecord<String, byte[]>> records(Topic topic, String key) {
        return TestKafka.readAll(topic.topicName()).stream()
                .filter(one -> one.key().equals(key))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> deliveries() {
        return TestKafka.readAll(Topic.PROVIDER_DELIVERIES.topicName()).stream()
                .filter(one -> header(one, "webhook_id").equals(webhookId))
                .toList();
    }

    private List<ParticipantJoined> joins() {
        return TestKafka.readAll(Topic.PROVIDER_PRESENCE.topicName()).stream()
                .map(one -> reader.read(one).orElseThrow().event())
                .filter(ParticipantJoined.class::isInstance)
                .map(ParticipantJoined.class::cast)
                .filter(joined -> joined.callCid().equals(callCid))
                .toList();
    }

    private double counted(String outcome, String type) {
        return metrics.counter("webhook.deliveries", "outcome", outcome, "type", type)
                .count();
    }

    private double refused(String reason) {
        return metrics.counter("webhook.refused", "reason", reason).count();
    }

    private static String header(ConsumerRecord<String, byte[]> kafkaRecord, String key) {
        // Other tests put records there that are no deliveries.
        Header header = kafkaRecord.headers().lastHeader(key);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
