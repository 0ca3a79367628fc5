package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Stream-control, which publishes the keys, may start last and stop first. */
@QuarkusTest
@TestProfile(KeysAwayTest.KeysElsewhere.class)
@WithTestResource(StackResource.class)
class KeysAwayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Names an address for the keys where nobody listens yet. */
    public static class KeysElsewhere implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("onstage.jwks-url", "http://127.0.0.1:" + LoopbackPorts.free() + "/keys");
        }
    }

    @ConfigProperty(name = "onstage.jwks-url")
    URI keysAddress;

    @ConfigProperty(name = "quarkus.http.auth.proactive")
    boolean proactive;

    @Test
    void shouldSayTryAgainUntilItHasTheKeysAndThenKeepThem() throws IOException {
        assertThat(proactive)
                .as("tokens are looked at where a resource needs them")
                .isFalse();
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/try/signed-in")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body(at("type", equalTo("/problems/overloaded")));
        given().auth().oauth2(TestTokens.viewer()).get("/try/public").then().statusCode(200);

        HttpServer keys = serveKeys();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(signedInStatus()).isEqualTo(200));
        keys.stop(0);

        assertThat(signedInStatus()).as("by the last good copy").isEqualTo(200);
    }

    private static int signedInStatus() {
        return given().auth().oauth2(TestTokens.viewer()).get("/try/signed-in").statusCode();
    }

    private HttpServer serveKeys() throws IOException {
        byte[] document;
        try (InputStream published = URI.create(TestTokens.jwksUrl()).toURL().openStream()) {
            document = published.readAllBytes();
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), keysAddress.getPort()), 0);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        return server;
    }
}
