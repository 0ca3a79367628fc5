package dev.onstage.streamcontrol;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.onstage.testing.MountedSecret;
import dev.onstage.testing.TestCertificate;
import dev.onstage.testing.TestProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GetStream's REST API as far as a test says. The service reaches it through a proxy, which alone can find it: Video as it is, Chat
 * with TLS. Tests reach it through {@link #server()}.
 */
public final class GetStreamStub implements QuarkusTestResourceLifecycleManager {

    /** The app's key in tests. */
    public static final String API_KEY = "test-key";

    /** The app's secret in tests. */
    public static final String API_SECRET = "a-secret-that-must-never-appear-anywhere";

    /** The file of {@code onstage.secret-files} that holds it. */
    public static final String SECRET_FILE = "onstage.getstream.api-secret";

    /** A server that has not answered by then is silent; a slow machine must not seem so. */
    public static final int READ_TIMEOUT_MILLIS = 4000;

    private static final String PORT_PROPERTY = "onstage.test.getstream-port";
    private static final String HOST = "getstream.example";
    private static final String PROXY_PASSWORD = "let-me-0ut";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable WireMockServer server;

    @Override
    public Map<String, String> start() {
        String certificate = TestCertificate.of(HOST).file().toString();
        WireMockServer started = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(certificate)
                .keystoreType("PKCS12")
                .keystorePassword(TestCertificate.PASSWORD)
                .keyManagerPassword(TestCertificate.PASSWORD)
                .bindAddress("127.0.0.1"));
        started.start();
        server = started;
        TestProxy proxy = TestProxy.start(vertx, "stream-control", PROXY_PASSWORD);
        MountedSecret secrets = new MountedSecret(temporaryDirectory());
        secrets.mount(Map.of(SECRET_FILE, API_SECRET));
        // A property, since Quarkus runs tests in another class loader than this.
        System.setProperty(PORT_PROPERTY, Integer.toString(started.port()));
        return Map.ofEntries(
                Map.entry("onstage.getstream.video-url", "http://" + HOST + ":" + started.port()),
                Map.entry("onstage.getstream.chat-url", "https://" + HOST + ":" + started.httpsPort()),
                Map.entry("quarkus.rest-client.getstream-chat.trust-store", certificate),
                Map.entry("quarkus.rest-client.getstream-chat.trust-store-type", "PKCS12"),
                Map.entry("quarkus.rest-client.getstream-chat.trust-store-password", TestCertificate.PASSWORD),
                Map.entry("quarkus.proxy.host", "127.0.0.1"),
                Map.entry("quarkus.proxy.port", Integer.toString(proxy.port())),
                Map.entry("quarkus.proxy.username", "stream-control"),
                Map.entry("quarkus.proxy.password", PROXY_PASSWORD),
                Map.entry("quarkus.proxy.non-proxy-hosts", "127.0.0.1,localhost"),
                // Not on this machine, as GetStream is not, so that it is registered there.
                Map.entry("onstage.getstream.webhook-url", "https://onstage.example/api/webhooks/getstream"),
                Map.entry("onstage.getstream.api-key", API_KEY),
                Map.entry("onstage.secret-files", secrets.folder().toString()),
                Map.entry("onstage.secret-files-reread", "1s"),
                Map.entry("onstage.setup-token", "the-setup-token"),
                Map.entry("onstage.live.reread", "1s"),
                // The stub knows no call between two tests: a check at that moment would retire it.
                Map.entry("onstage.broadcast.reconciler.enabled", "false"),
                // Nor may what one test owes be told while another counts what is told.
                Map.entry("onstage.people.tell-every", "off"),
                Map.entry("onstage.people.compare-bans-every", "off"),
                Map.entry("quarkus.rest-client.getstream-video.read-timeout", Integer.toString(READ_TIMEOUT_MILLIS)),
                Map.entry("quarkus.rest-client.getstream-chat.read-timeout", Integer.toString(READ_TIMEOUT_MILLIS)));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "secrets");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The running stub. */
    public static com.github.tomakehurst.wiremock.client.WireMock server() {
        return new com.github.tomakehurst.wiremock.client.WireMock("127.0.0.1", port());
    }

    /** Where the running stub answers without TLS. */
    public static int port() {
        return Integer.getInteger(PORT_PROPERTY);
    }

    /** An app in which nothing of the channel exists yet; everything that is created then succeeds. */
    public static void emptyApp() {
        var stub = server();
        stub.resetToDefaultMappings();
        stub.register(any(anyUrl()).atPriority(10).willReturn(error(404, 16, "nothing here")));
        stub.register(post(urlPathEqualTo("/api/v2/users")).willReturn(created("{\"users\":{}}")));
        stub.register(patch(urlPathEqualTo("/api/v2/users")).willReturn(okJson("{\"users\":{}}")));
        stub.register(post(urlPathMatching("/api/v2/video/call/livestream/[^/]+"))
                .willReturn(created("{\"call\":" + call("main", true, null) + ",\"members\":[],\"created\":true}")));
        stub.register(post(urlPathEqualTo("/api/v2/chat/channeltypes")).willReturn(created("{}")));
        stub.register(post(urlPathMatching("/api/v2/chat/channels/livestream_invite/[^/]+(/query)?"))
                .willReturn(created("{\"channel\":{\"cid\":\"livestream_invite:main\"}}")));
        stub.register(get(urlPathEqualTo("/api/v2/app")).willReturn(okJson("{\"app\":{\"event_hooks\":[]}}")));
        stub.register(patch(urlPathEqualTo("/api/v2/app")).willReturn(okJson("{}")));
    }

    /** A call object with times as Unix nanoseconds. */
    public static String call(String id, boolean backstage, @Nullable String endedAt) {
        return """
                {"type":"livestream","id":"%s","cid":"livestream:%s","backstage":%s,"current_session_id":"s-1",
                 "updated_at":1795201504340118123,"ended_at":%s,
                 "ingress":{"rtmp":{"address":"rtmps://ingress.example:443/test-key.livestream.%s"}},
                 "settings":{"backstage":{"enabled":true,"join_ahead_time_seconds":0},
                             "session":{"inactivity_timeout_seconds":30}},
                 "session":{"id":"s-1","started_at":1795201203902101000,"ended_at":null,
                            "live_started_at":"2026-11-20T19:05:00.338944Z","live_ended_at":null,
                            "participants_count_by_role":{"host":1,"user":41},"anonymous_participant_count":7}}
                """.formatted(id, id, backstage, endedAt, id);
    }

    /** GetStream's error body. */
    public static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder error(
            int status, int code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"code\":%d,\"message\":\"%s\",\"StatusCode\":%d,\"duration\":\"0.00ms\",\"details\":[]}"
                        .formatted(code, message, status));
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder created(String body) {
        return aResponse()
                .withStatus(201)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }
}
