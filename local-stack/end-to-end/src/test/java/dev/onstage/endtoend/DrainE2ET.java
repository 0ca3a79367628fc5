package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.localstack.client.EventRecords;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A copy that was told to stop, while somebody reads from it and still sends it requests. */
@AloneOnStack
class DrainE2ET {

    /** Longer than the test may take: what it looks at must not pass meanwhile. */
    private static final Map<String, String> LONG =
            Map.of("QUARKUS_SHUTDOWN_DELAY", "10M", "QUARKUS_HTTP_IDLE_TIMEOUT", "10M");

    /**
     * A delay in which a slow machine, too, says what it wants to say. With one thread for all connections, whatever a connection
     * has sent was looked at before what another one sends later is answered for the second time.
     */
    private static final Map<String, String> SHORT =
            Map.of("QUARKUS_SHUTDOWN_DELAY", "15S", "QUARKUS_HTTP_IO_THREADS", "1");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** 128 and the number of SIGTERM, by which the JVM says that it was told to end. */
    private static final int TOLD_TO_END = 143;

    private static final String LIVE_STATE = "/api/channels/main/live/events";
    private static final String LIVE_FIGURES = "/api/stats/channels/main/events";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What one side of a connection has to say, by hand. */
    private record Line(Socket socket, URI to) implements AutoCloseable {

        static Line open(ServiceInstance copy) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), copy.url().getPort());
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            return new Line(socket, copy.url());
        }

        void ask(String request, String... headers) throws IOException {
            say(request + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n");
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** What comes until it is enough. */
        String hear(Predicate<String> enough) throws IOException {
            var heard = new ByteArrayOutputStream();
            while (!enough.test(heard.toString(StandardCharsets.UTF_8))) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new EOFException("After: " + heard.toString(StandardCharsets.UTF_8));
                }
                heard.write(next);
            }
            return heard.toString(StandardCharsets.UTF_8);
        }

        /** All that comes until the other side closes the connection, which was not asked for. */
        String hearAll() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void shouldSayThatItIsNotReadyAndAnswerOnceMoreOnEachConnection(StackUnderTest stack) throws Exception {
        saysGoodbye(
                stack,
                ServiceKind.STREAM_CONTROL,
                Map.of(
                        "GET /.well-known/jwks.json",
                        "^HTTP/1.1 200 ",
                        // Its reader finds another copy as soon as the gateway has noticed.
                        "GET " + LIVE_STATE,
                        "(?s)^HTTP/1.1 200 .*\nretry:[2-6]\\d\\d\\s+0\\s+$"));
        saysGoodbye(stack, ServiceKind.WEBHOOK_INGEST, Map.of("GET /api/webhooks/getstream", "^HTTP/1.1 405 "));
    }

    @Test
    void shouldCompleteTheStreamsThatAreOpenLongBeforeItEnds(StackUnderTest stack) throws Exception {
        completesStream(stack, ServiceKind.STREAM_CONTROL, LIVE_STATE);
        completesStream(stack, ServiceKind.ANALYTICS, LIVE_FIGURES);
    }

    @Test
    void shouldAnswerWhatIsUnderWayAndEndByItself(StackUnderTest stack) throws Exception {
        ServiceInstance copy = stack.stack().startAnother(ServiceKind.STREAM_CONTROL, SHORT);
        try (Line stream = Line.open(copy);
                Line request = Line.open(copy);
                Line other = Line.open(copy)) {
            readsFrom(stream, LIVE_STATE, stack);
            String body = "{\"email\":\"%s\",\"password\":\"%s\",\"tokens\":\"bearer\"}"
                    .formatted(StackUnderTest.EMAIL, StackUnderTest.PASSWORD);
            int half = body.length() / 2;
            request.ask("POST /api/auth/sign-in", "Content-Type: application/json", "Content-Length: " + body.length());
            request.say(body.substring(0, half));
            for (int times = 0; times < 2; times++) {
                other.ask("OPTIONS /api/auth/sign-in");
                other.hear(heard -> heard.endsWith("\r\n\r\n"));
            }

            copy.askToEnd();
            awaitNotReady(copy);
            request.say(body.substring(half));

            assertThat(request.hear(heard -> heard.contains("\"accessToken\"")))
                    .startsWith("HTTP/1.1 200 ")
                    .as("begun before the copy was told to end")
                    .doesNotContainIgnoringCase("connection: close");
            assertThat(stream.hear(heard -> heard.endsWith(LAST_CHUNK))).isNotEmpty();
            assertThat(copy.endedWithin(PATIENCE)).as("ended by itself").isTrue();
            assertThat(copy.exitCode().getAsInt()).isIn(0, TOLD_TO_END);
        } finally {
            stack.stack().remove(copy);
        }
    }

    /** Its consumers end before what they work with. */
    @Test
    void shouldEndWithoutTroubleWhileRecordsCome(StackUnderTest stack) throws Exception {
        ServiceInstance copy = stack.stack().startAnother(ServiceKind.ANALYTICS, SHORT);
        try (Viewers viewers = Viewers.come(stack.stack().kafkaBootstrapServers())) {
            await().atMost(PATIENCE).until(() -> hasRead(copy));

            Path log = stack.stack().state().log(copy.name());
            int begun = Files.readAllLines(log).size();

            assertThat(copy.stop(PATIENCE)).as("ended by itself").isTrue();

            viewers.stillCome();
            List<String> lines = Files.readAllLines(log);
            assertThat(lines.subList(begun, lines.size()))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("Pool closed"))
                    // The connector says so of records that it had taken and a slow machine had not looked at: another
                    // copy
                    // reads them.
                    .filteredOn(line -> !line.contains("io.smallrye.reactive.messaging"))
                    .noneMatch(line -> line.contains("\"level\":\"ERROR\""));
        } finally {
            stack.stack().remove(copy);
        }
    }

    /** They join all the time, in channels of which some are read by each copy. */
    private static final class Viewers implements AutoCloseable {

        private static final int CHANNELS = 40;
        private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

        private final Producer<String, byte[]> producer;
        private final CompletableFuture<Void> coming;
        private volatile boolean enough;

        private Viewers(String kafka) {
            producer = new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                    new StringSerializer(),
                    new ByteArraySerializer());
            coming = CompletableFuture.runAsync(this::come);
        }

        static Viewers come(String kafka) {
            return new Viewers(kafka);
        }

        private void come() {
            for (long viewer = 0; !enough; viewer++) {
                String id = "drain-" + viewer;
                var joined = new ParticipantJoined(
                        "onstage:drain-" + viewer % CHANNELS,
                        "provider-session",
                        id,
                        id,
                        id,
                        "user",
                        Instant.now(),
                        ObservationSource.WEBHOOK);
                Future<RecordMetadata> unused = producer.send(EventRecords.of(joined, id, viewer, Instant.now()));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        void stillCome() {
            assertThat(coming).isNotDone();
        }

        @Override
        public void close() {
            enough = true;
            coming.join();
            producer.close();
        }
    }

    private boolean hasRead(ServiceInstance copy) throws IOException, InterruptedException {
        return get(copy, "/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{"))
                .filter(line -> line.contains("presence"))
                .anyMatch(line -> !line.endsWith(" 0.0"));
    }

    private void completesStream(StackUnderTest stack, ServiceKind service, String path) throws Exception {
        ServiceInstance copy = stack.stack().startAnother(service, LONG);
        try (Line stream = Line.open(copy)) {
            readsFrom(stream, path, stack);

            copy.askToEnd();

            assertThat(stream.hear(heard -> heard.endsWith(LAST_CHUNK)))
                    .as("completed, not cut")
                    .isNotEmpty();
            assertThat(copy.isAlive()).isTrue();
        } finally {
            copy.kill();
            stack.stack().remove(copy);
        }
    }

    /** Returns when the first state has come. */
    private static void readsFrom(Line stream, String path, StackUnderTest stack) throws IOException {
        String token = stack.visitor()
                .signIn(StackUnderTest.EMAIL, StackUnderTest.PASSWORD)
                .orThrow()
                .path("accessToken")
                .asText();
        stream.ask("GET " + path, "Accept: text/event-stream", "Authorization: Bearer " + token);
        assertThat(stream.hear(heard -> heard.contains("data:") && heard.contains("retry:")))
                .startsWith("HTTP/1.1 200 ");
    }

    /** Each request on a connection of its own, with the pattern of its answer. */
    private void saysGoodbye(StackUnderTest stack, ServiceKind service, Map<String, String> requests)
            throws IOException, InterruptedException {
        ServiceInstance copy = stack.stack().startAnother(service, LONG);
        var connections = new HashMap<String, Line>();
        try {
            for (String request : requests.keySet()) {
                connections.put(request, Line.open(copy));
            }

            Path log = stack.stack().state().log(copy.name());
            int linesBefore = Files.readAllLines(log).size();
            copy.askToEnd();
            awaitNotReady(copy);

            assertThat(copy.isAlive()).isTrue();
            for (Map.Entry<String, Line> connection : connections.entrySet()) {
                connection.getValue().ask(connection.getKey());
                assertThat(connection.getValue().hearAll())
                        .containsPattern(String.valueOf(requests.get(connection.getKey())))
                        .containsIgnoringCase("\r\nconnection: close\r\n");
            }
            assertThat(linesBefore).isPositive();
            assertThat(Files.readAllLines(log).stream().skip(linesBefore))
                    .as("it is not ready by intention")
                    .noneMatch(line -> line.contains("SRHCK01001"));
            try (Line fresh = Line.open(copy)) {
                fresh.ask("GET /nowhere");
                assertThat(fresh.hearAll())
                        .startsWith("HTTP/1.1 404 ")
                        .containsIgnoringCase("\r\nconnection: close\r\n");
            }
        } finally {
            for (Line connection : connections.values()) {
                connection.close();
            }
            copy.kill();
            stack.stack().remove(copy);
        }
    }

    /** It says so itself: no answer would say nothing. */
    private void awaitNotReady(ServiceInstance copy) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(copy, "/q/health/ready").statusCode() == 503);
    }

    private HttpResponse<String> get(ServiceInstance copy, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(copy.managementUrl().resolve(path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
