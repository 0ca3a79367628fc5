package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.testing.StackResource;
import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What no honest sender does, byte by byte. The body timeout is a second in tests. */
@QuarkusTest
@WithTestResource(StackResource.class)
class HostileSendersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MEBIBYTE = 1 << 20;

    @Inject
    InFlight inFlight;

    @Test
    void shouldCutOffABodyThatDoesNotCome() throws IOException {
        try (Socket socket = open()) {
            send(socket, head("Content-Length: 1000") + "{\"type\":");

            String answer = readUntilClosed(socket);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout", "connection: close");
        }
        assertNothingLeftUnderWay();
    }

    @Test
    void shouldCutOffAnEndlessBodyWithoutKeepingIt() throws IOException {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        try (Socket socket = open()) {
            OutputStream output = socket.getOutputStream();
            output.write(head("Transfer-Encoding: chunked").getBytes(StandardCharsets.US_ASCII));
            while (sent < 4096L * MEBIBYTE) {
                output.write(chunk);
                sent += chunk.length;
            }
        } catch (IOException closed) {
            assertThat(sent).isLessThan(4096L * MEBIBYTE);
        }
        assertThat(sent).isLessThan(4096L * MEBIBYTE);
        assertNothingLeftUnderWay();
    }

    @Test
    void shouldTellTheSenderOfATooLongBodySoAndClose() {
        assertTooLarge(head("Transfer-Encoding: chunked") + "100001\r\n" + "x".repeat(MEBIBYTE + 1) + "\r\n");
        assertTooLarge(head("Content-Length: 1000000000"));
        assertNothingLeftUnderWay();
    }

    @Test
    void shouldForgetASenderThatGoesAway() throws IOException {
        try (Socket socket = open()) {
            send(socket, head("Content-Length: 1000") + "{");
        }
        assertNothingLeftUnderWay();
    }

    @Test
    void shouldRefuseABombWithoutUnpackingIt() throws IOException {
        byte[] zeros = new byte[200 * MEBIBYTE];
        byte[] bomb = SignedDeliveries.gzip(zeros);
        assertThat(bomb.length).isLessThan(MEBIBYTE);
        String signature = SignedDeliveries.sign(zeros, SignedDeliveries.SECRET);
        Arrays.fill(zeros, (byte) 1);

        try (Socket socket = open()) {
            send(
                    socket,
                    head("Content-Length: " + bomb.length + "\r\nX-Signature: " + signature + "\r\nConnection: close"));
            socket.getOutputStream().write(bomb);

            assertThat(readUntilClosed(socket)).startsWith("HTTP/1.1 413").contains("unpacked");
        }
    }

    /** The connection is closed a moment after the answer, so a sender that is still sending then does not get to read it. */
    private static void assertTooLarge(String request) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            try (Socket socket = open()) {
                send(socket, request);

                assertThat(readUntilClosed(socket)).startsWith("HTTP/1.1 413").contains("/problems/payload-too-large");
            }
        });
    }

    private static Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String head(String headers) {
        return "POST /api/webhooks/getstream HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + SignedDeliveries.API_KEY
                + "\r\n" + headers + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String readUntilClosed(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void assertNothingLeftUnderWay() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(inFlight.deliveries()).isZero();
            assertThat(inFlight.bytes()).isZero();
        });
    }
}
