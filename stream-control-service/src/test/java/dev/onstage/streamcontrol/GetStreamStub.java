package dev.onstage.streamcontrol;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
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

    /** What the type of our calls has to grant. */
    public static final String CALL_GRANTS = """
            {"onstage_viewer":["read-call","join-call"],
             "host":["read-call","join-call","join-backstage","send-audio","send-video"],
             "onstage_broadcaster":[],"call_member":[],"moderator":[],"user":[],"guest":[],"anonymous":[],
             "admin":["read-call","update-call"]}
            """;

    /** What the type of our chat channels has to grant. */
    public static final String CHAT_GRANTS = """
            {"onstage_viewer":["read-channel","read-channel-members","flag-message","mute-channel"],
             "channel_member":["read-channel","create-message","create-reaction","update-message-owner",
                               "delete-message-owner","flag-message"],
             "channel_moderator":["read-channel","create-message","create-reaction","update-message-owner",
                                  "delete-message-owner","flag-message","delete-message",
                                  "update-channel-cooldown","update-channel-frozen"],
             "onstage_broadcaster":[],"user":[],"guest":[],"anonymous":[]}
            """;

    private static final String BUILT_IN_TYPE = """
            {"name":"livestream","grants":{"user":["read-call","join-call","create-call"]},
             "settings":{"backstage":{"enabled":true},"limits":{"max_duration_seconds":null,"max_participants":null},
                         "recording":{"mode":"available","quality":"1080p"},
                         "ring":{"auto_cancel_timeout_ms":0,"incoming_call_timeout_ms":0,"missed_call_timeout_ms":0}},
             "external_storage":"my-bucket","notification_settings":{"enabled":true}}
            """;

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
                // Requests that no test has made would be counted.
                Map.entry("onstage.getstream.access.enabled", "false"),
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

    /** An app in which nothing of Onstage exists yet but its roles; everything that is created then succeeds. */
    public static void emptyApp() {
        var stub = server();
        stub.resetToDefaultMappings();
        stub.resetScenarios();
        stub.register(any(anyUrl()).atPriority(10).willReturn(error(404, 16, "nothing here")));
        stub.register(get(urlPathEqualTo("/api/v2/roles"))
                .willReturn(okJson("{\"roles\":[{\"name\":\"user\"},{\"name\":\"onstage_viewer\",\"custom\":true},"
                        + "{\"name\":\"onstage_broadcaster\",\"custom\":true}]}")));
        stub.register(post(urlPathEqualTo("/api/v2/users")).willReturn(created("{\"users\":{}}")));
        stub.register(patch(urlPathEqualTo("/api/v2/users")).willReturn(okJson("{\"users\":{}}")));
        stub.register(get(urlPathEqualTo("/api/v2/video/calltypes/livestream")).willReturn(okJson(BUILT_IN_TYPE)));
        stub.register(put(urlPathMatching("/api/v2/video/calltypes/[^/]+")).willReturn(okJson("{}")));
        whenMade("call type", "/api/v2/video/calltypes", "onstage", CALL_GRANTS);
        stub.register(post(urlPathEqualTo("/api/v2/video/calltypes"))
                .withRequestBody(matchingJsonPath("$.settings.ring[?(@.auto_cancel_timeout_ms < 5000)]"))
                .willReturn(error(400, 4, "auto_cancel_timeout_ms must be 5000 or greater")));
        stub.register(post(urlPathMatching("/api/v2/video/call/onstage/[^/]+"))
                .willReturn(created("{\"call\":" + call("main", true, null) + ",\"members\":[],\"created\":true}")));
        whenMade("chat channel type", "/api/v2/chat/channeltypes", "livestream_invite", CHAT_GRANTS);
        stub.register(post(urlPathMatching("/api/v2/chat/channels/livestream_invite/[^/]+(/query)?"))
                .willReturn(created("{\"channel\":{\"cid\":\"livestream_invite:main\"}}")));
        stub.register(get(urlPathEqualTo("/api/v2/app")).willReturn(okJson("{\"app\":{\"event_hooks\":[]}}")));
        stub.register(patch(urlPathEqualTo("/api/v2/app")).willReturn(okJson("{}")));
    }

    /** A type that can be read once it was made. */
    private static void whenMade(String scenario, String types, String name, String grants) {
        var stub = server();
        stub.register(get(urlPathEqualTo(types + "/" + name))
                .inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(error(404, 16, "no such type")));
        stub.register(post(urlPathEqualTo(types))
                .inScenario(scenario)
                .willReturn(created("{}"))
                .willSetStateTo("made"));
        stub.register(get(urlPathEqualTo(types + "/" + name))
                .inScenario(scenario)
                .whenScenarioStateIs("made")
                .willReturn(okJson("{\"name\":\"" + name + "\",\"grants\":" + grants + "}")));
    }

    /** A call object of our type with times as Unix nanoseconds, made by the broadcaster of the channel that it is named after. */
    public static String call(String id, boolean backstage, @Nullable String endedAt) {
        return call("onstage", id, backstage, endedAt, "broadcaster-" + id.replaceFirst("_[0-9]+$", ""));
    }

    /** As {@link #call(String, boolean, String)}, of another type or made by somebody else. */
    public static String call(String type, String id, boolean backstage, @Nullable String endedAt, String createdBy) {
        return """
                {"type":"%1$s","id":"%2$s","cid":"%1$s:%2$s","backstage":%3$s,"current_session_id":"s-1",
                 "created_by":{"id":"%5$s","name":"Somebody"},
                 "updated_at":1795201504340118123,"ended_at":%4$s,
                 "ingress":{"rtmp":{"address":"rtmps://ingress.example:443/test-key.%1$s.%2$s"}},
                 "settings":{"backstage":{"enabled":true,"join_ahead_time_seconds":0},
                             "session":{"inactivity_timeout_seconds":30}},
                 "session":{"id":"s-1","started_at":1795201203902101000,"ended_at":null,
                            "live_started_at":"2026-11-20T19:05:00.338944Z","live_ended_at":null,
                            "participants_count_by_role":{"host":1,"user":41},"anonymous_participant_count":7}}
                """.formatted(type, id, backstage, endedAt, createdBy);
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
