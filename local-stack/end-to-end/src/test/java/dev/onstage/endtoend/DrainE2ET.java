package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A copy that was told to stop, while somebody still sends it requests. */
@AloneOnStack
class DrainE2ET {

    /** Longer than the test may take: what it looks at must not pass meanwhile. */
    private static final Map<String, String> LONG = Map.of("QUARKUS_SHUTDOWN_DELAY", "10M");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void shouldSayThatItIsNotReadyAndAnswerOnceMoreOnEachConnection(StackUnderTest stack) throws IOException {
        saysGoodbye(
                stack,
                ServiceKind.STREAM_CONTROL,
                Map.of(
                        "GET /.well-known/jwks.json",
                        "^HTTP/1.1 200 ",
                        // Its reader finds another copy as soon as the gateway has noticed.
                        "GET /api/channels/main/live/events",
                        "(?s)^HTTP/1.1 200 .*\nretry:[5-9]\\d\\d\\s"));
        saysGoodbye(stack, ServiceKind.WEBHOOK_INGEST, Map.of("GET /api/webhooks/getstream", "^HTTP/1.1 405 "));
    }

    /** Each request on a connection of its own, with the pattern of its answer. */
    private static void saysGoodbye(StackUnderTest stack, ServiceKind service, Map<String, String> requests)
            throws IOException {
        ServiceInstance copy = stack.stack().startAnother(service, LONG);
        var connections = new HashMap<String, Socket>();
        try {
            for (String request : requests.keySet()) {
                var connection =
                        new Socket(InetAddress.getLoopbackAddress(), copy.url().getPort());
                connections.put(request, connection);
                connection.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            }
            assertThat(copy.isReady()).isTrue();

            ProcessHandle.of(copy.pid()).orElseThrow().destroy();
            await().atMost(PATIENCE).until(() -> !copy.isReady());

            assertThat(copy.isAlive()).isTrue();
            for (Map.Entry<String, Socket> connection : connections.entrySet()) {
                assertThat(onlyAnswer(connection.getValue(), copy.url(), connection.getKey()))
                        .containsPattern(String.valueOf(requests.get(connection.getKey())))
                        .containsIgnoringCase("\r\nconnection: close\r\n");
            }
        } finally {
            for (Socket connection : connections.values()) {
                connection.close();
            }
            copy.kill();
            stack.stack().remove(copy);
        }
    }

    /** All that comes until the other side closes the connection, which was not asked for. */
    private static String onlyAnswer(Socket connection, URI to, String request) throws IOException {
        connection
                .getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
