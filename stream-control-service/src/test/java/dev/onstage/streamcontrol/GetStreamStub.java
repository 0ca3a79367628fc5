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
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GetStream's REST API as far as a test says, and a fixed port of the service, so that it can read its own published keys.
 * Tests reach it through {@link #server()}.
 */
public final class GetStreamStub implements QuarkusTestResourceLifecycleManager {

    /** The app's key in tests. */
    public static final String API_KEY = "test-key";

    /** The app's secret in tests. */
    public static final String API_SECRET = "a-secret-that-must-never-appear-anywhere";

    /** A server that has not answered by then is silent; a slow machine must not seem so. */
    public static final int READ_TIMEOUT_MILLIS = 4000;

    private static final String PORT_PROPERTY = "onstage.test.getstream-port";

    private @Nullable WireMockServer server;

    @Override
    public Map<String, String> start() {
        WireMockServer started =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        started.start();
        server = started;
        // A property, since Quarkus runs tests in another class loader than this.
        System.setProperty(PORT_PROPERTY, Integer.toString(started.port()));
        return Map.of(
                "onstage.getstream.base-url",
                started.baseUrl(),
                "onstage.getstream.api-key",
                API_KEY,
                "onstage.getstream.api-secret",
                API_SECRET,
                "onstage.setup-token",
                "the-setup-token",
                "onstage.live.reread",
                "1s",
                // The stub knows no call between two tests: a check at that moment would retire it.
                "onstage.broadcast.reconciler.enabled",
                "false",
                "quarkus.rest-client.getstream-video.read-timeout",
                Integer.toString(READ_TIMEOUT_MILLIS),
                "quarkus.rest-client.getstream-chat.read-timeout",
                Integer.toString(READ_TIMEOUT_MILLIS));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }

    /** The running stub. */
    public static com.github.tomakehurst.wiremock.client.WireMock server() {
        return new com.github.tomakehurst.wiremock.client.WireMock("127.0.0.1", Integer.getInteger(PORT_PROPERTY));
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
