package dev.onstage.componenttests.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A copy that drains says goodbye in a header that HTTP/2 does not have, so nobody is spoken to in it. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ProtocolTest {

    /** How a client begins that knows beforehand that it will speak HTTP/2. */
    private static final String PRIOR_KNOWLEDGE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int PATIENCE_MILLIS = 120_000;

    @TestHTTPResource("/door/main/open")
    URI address;

    @Test
    void shouldAnswerInTheOlderVersionWhenTheNewerOneIsOffered() throws Exception {
        HttpResponse<String> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseWhoDoesNotAskFirst() throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(PRIOR_KNOWLEDGE.getBytes(StandardCharsets.US_ASCII));

            byte[] beginning = socket.getInputStream().readNBytes("HTTP/1.1 4".length());

            assertThat(new String(beginning, StandardCharsets.US_ASCII))
                    .as("a refusal in text, and no frame")
                    .matches("HTTP/\\d\\.\\d 4");
        }
    }
}
