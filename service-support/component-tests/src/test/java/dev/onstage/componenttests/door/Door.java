package dev.onstage.componenttests.door;

import static dev.onstage.testing.Json.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.testing.Json;
import dev.onstage.testing.TestTokens;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application under test, as somebody sees it who writes requests by hand. */
final class Door {
    static final String COOKIE = "onstage_access";

    private static final int PATIENCE_MILLIS = 120_000;

    private final URI address;

    Door(URI address) {
        this.address = address;
    }

    /** Sends the request line as it is written, which no client does that checks its addresses. */
    Answer raw(String method, String path) {
        return send(method + " " + path);
    }

    /** The same with headers, as they are written. */
    Answer send(String methodAndPath, String... headers) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return Answer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer as it came. */
    record Answer(int status, String head, String body) {
        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = text.substring(0, end);
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, text.substring(end + 4));
        }

        /** Its body, which must be a problem document of that type. */
        Json problem(int status, String slug) {
            assertThat(this.status).as(head).isEqualTo(status);
            assertThat(head.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
            Json problem = Json.of(body);
            assertThat(problem.getString("type")).isEqualTo("/problems/" + slug);
            assertThat(problem.getInt("status")).isEqualTo(status);
            return problem;
        }
    }

    /** The header of somebody who is signed in. */
    static String bearer() {
        return "Authorization: Bearer " + TestTokens.viewer();
    }

    /** An answer that must be a problem document of that type. */
    static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/" + slug)))
                .body(at("status", equalTo(status)));
    }
}
