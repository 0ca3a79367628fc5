package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.testing.StackResource;
import dev.onstage.webhookingest.SignedDeliveries;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest sender does, byte by byte. All of them know the api key, which is public, and none the secret. */
@QuarkusTest
@WithTestResource(StackResource.class)
class HostileSendersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MEBIBYTE = 1 << 20;

    private static final String WRONG_SIGNATURE = "0123456789abcdef".repeat(4);

    @Inject
    InFlight inFlight;

    @Inject
    MeterRegistry metrics;

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
        byte[] zeros = new byte[50 * MEBIBYTE];
        byte[] bomb = SignedDeliveries.gzip(zeros);
        assertThat(bomb.length).isLessThan(MEBIBYTE);
        String signature = SignedDeliveries.sign(zeros, SignedDeliveries.SECRET);
        Arrays.fill(zeros, (byte) 1);

        try (Socket socket = open()) {
            send(socket, signedHead(signature, "Content-Length: " + bomb.length + "\r\nConnection: close"));
            socket.getOutputStream().write(bomb);

            assertThat(readUntilClosed(socket)).startsWith("HTTP/1.1 413").contains("unpacked");
        }
    }

    /** Each of them takes a place, and all of them together more than there are. */
    @ParameterizedTest
    @MethodSource("packedBodies")
    void shouldLeaveEveryPlaceThatABodyTookWhichCannotBeUnpacked(String what, byte[] body, String status)
            throws IOException {
        for (int i = 0; i < 50; i++) {
            assertThat(answer(head("Content-Length: " + body.length + "\r\nConnection: close"), body))
                    .as(what)
                    .startsWith("HTTP/1.1 " + status);
        }

        assertNothingLeftUnderWay();
        assertTakesGoodDeliveries();
    }

    static Stream<Arguments> packedBodies() {
        byte[] empty = SignedDeliveries.gzip(new byte[0]);
        byte[] truncated = SignedDeliveries.gzip("{}".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        return Stream.of(
                Arguments.of("many empty members", repeated(empty, 40_000), "400"),
                Arguments.of("fewer empty members", repeated(empty, 8_000), "400"),
                Arguments.of("many members", repeated(SignedDeliveries.gzip(new byte[] {' '}), 40_000), "400"),
                Arguments.of("only magic", new byte[] {0x1f, (byte) 0x8b}, "400"),
                Arguments.of("cut off", Arrays.copyOf(truncated, truncated.length - 4), "400"),
                Arguments.of("followed by zeros", Arrays.copyOf(truncated, truncated.length + 1000), "400"),
                Arguments.of("gzip within gzip", SignedDeliveries.gzip(truncated), "401"),
                Arguments.of("nothing packed", empty, "401"),
                Arguments.of("nothing", new byte[0], "401"),
                Arguments.of("white space", " \r\n\t".getBytes(StandardCharsets.US_ASCII), "401"));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void shouldAnswerBeforeItReadsWhatCannotBeADelivery(String claims) throws IOException {
        try (Socket socket = open()) {
            send(
                    socket,
                    "POST /api/webhooks/getstream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n" + claims
                            + "\r\n");

            assertThat(readUntilClosed(socket))
                    .startsWith("HTTP/1.1 401")
                    .contains("/problems/signature-invalid", "connection: close");
        }
        assertNothingLeftUnderWay();
    }

    static Stream<String> claims() {
        String key = "X-Api-Key: " + SignedDeliveries.API_KEY + "\r\n";
        String signature = "X-Signature: " + WRONG_SIGNATURE + "\r\n";
        return Stream.of(
                "",
                key,
                signature,
                "X-Api-Key: nobodys\r\n" + signature,
                "X-Api-Key:\r\n" + signature,
                "X-Api-Key: " + "k".repeat(10_000) + "\r\n" + signature,
                key + key + signature,
                key + "X-Api-Key: nobodys\r\n" + signature,
                key + signature + signature,
                key + "X-Signature:\r\n",
                key + "X-Signature: 0\r\n",
                key + "X-Signature: " + WRONG_SIGNATURE.substring(1) + "\r\n",
                key + "X-Signature: " + WRONG_SIGNATURE + "0\r\n",
                key + "X-Signature: " + "zz".repeat(32) + "\r\n",
                key + "X-Signature: sha256=" + WRONG_SIGNATURE + "\r\n",
                key + "Expect: 100-continue\r\n" + "X-Signature: none\r\n");
    }

    /** The rest of the body would never come: the connections stay open, and only then does the good delivery begin. */
    @Test
    void shouldLetSlowSendersGiveWayToOthers() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            byte[] most = new byte[MEBIBYTE - 1];
            for (int i = 0; i < 40; i++) {
                Socket socket = open();
                slow.add(socket);
                send(socket, head("Content-Length: " + MEBIBYTE));
                socket.getOutputStream().write(most);
            }
            await().atMost(PATIENCE).untilAsserted(this::assertTakesGoodDeliveries);

            List<String> answers = new ArrayList<>();
            for (Socket socket : slow) {
                answers.add(readUntilClosed(socket));
            }
            assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/1.1 503"));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertNothingLeftUnderWay();
    }

    /** What follows a body that is longer than announced is no request; one that is shorter does not come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2",
                "Content-Length: 99999",
                "Content-Length: -1",
                "Content-Length: +10",
                "Content-Length: 99999999999999999999",
                "Content-Length: ten",
                "Content-Length: 10\r\nContent-Length: 20",
                "Content-Length: 10\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity"
            })
    void shouldLeaveThePlaceOfABodyWhoseLengthIsALie(String length) throws IOException {
        try (Socket socket = open()) {
            send(socket, head(length) + "{\"type\":\"call.updated\"}");
            socket.shutdownOutput();

            assertThat(readUntilClosed(socket)).doesNotContain("HTTP/1.1 5", "HTTP/1.1 2");
        }
        assertNothingLeftUnderWay();
        assertTakesGoodDeliveries();
    }

    @Test
    void shouldLeaveThePlaceOfABodyWithEndlessTrailers() throws IOException {
        String trailer = "X-Trailer: " + "x".repeat(1000) + "\r\n";
        try (Socket socket = open()) {
            send(socket, head("Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n");
            for (int i = 0; i < 2000; i++) {
                send(socket, trailer);
            }
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
        assertNothingLeftUnderWay();
        assertTakesGoodDeliveries();
    }

    @Test
    void shouldAskForABodyThatWaitsToBeAskedFor() throws IOException {
        byte[] body = good();
        try (Socket socket = open()) {
            send(
                    socket,
                    signedHead(
                            SignedDeliveries.sign(body, SignedDeliveries.SECRET),
                            "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length));
            byte[] invitation = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(invitation, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(body);

            assertThat(readUntilClosed(socket)).startsWith("HTTP/1.1 204");
        }
        assertNothingLeftUnderWay();
    }

    private void assertTakesGoodDeliveries() {
        byte[] body = good();
        String signature = SignedDeliveries.sign(body, SignedDeliveries.SECRET);
        try {
            assertThat(answer(signedHead(signature, "Connection: close\r\nContent-Length: " + body.length), body))
                    .startsWith("HTTP/1.1 204");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] good() {
        return ("{\"type\":\"ingress.stopped\",\"created_at\":\"" + Instant.now()
                        + "\",\"call_cid\":\"livestream:hostile\",\"ingress_stream_id\":\"" + UUID.randomUUID()
                        + "\",\"user_id\":\"u\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(String head, byte[] body) throws IOException {
        try (Socket socket = open()) {
            send(socket, head);
            socket.getOutputStream().write(body);
            return readUntilClosed(socket);
        }
    }

    private static byte[] repeated(byte[] one, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(one);
        }
        return out.toByteArray();
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
        return signedHead(WRONG_SIGNATURE, headers);
    }

    private static String signedHead(String signature, String headers) {
        return "POST /api/webhooks/getstream HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + SignedDeliveries.API_KEY
                + "\r\nX-Signature: " + signature + "\r\n" + headers + "\r\n\r\n";
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
            assertThat(metrics.get("webhook.in.flight.bytes").gauge().value()).isZero();
        });
    }
}
