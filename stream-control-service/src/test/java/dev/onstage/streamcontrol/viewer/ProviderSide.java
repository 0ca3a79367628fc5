package dev.onstage.streamcontrol.viewer;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.onstage.streamcontrol.Installation.asMara;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.People;
import dev.onstage.testing.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the provider is told of one person on one channel, in the order in which it hears it. */
final class ProviderSide {

    private final String channelId;

    private ProviderSide(String channelId) {
        this.channelId = channelId;
    }

    /** A provider that takes everything, and a channel that is set up there. */
    static ProviderSide provisioned() {
        GetStreamStub.emptyApp();
        ProviderSide side = new ProviderSide(People.channel());
        side.answers();
        asMara().post("/api/channels/" + side.channelId + "/provision").then().statusCode(200);
        return side;
    }

    String channelId() {
        return channelId;
    }

    String chatCid() {
        return "livestream_invite:" + channelId;
    }

    String path(String rest) {
        return "/api/channels/" + channelId + rest;
    }

    /** It answers, after whatever a test has it do. */
    void answers() {
        GetStreamStub.emptyApp();
        var stub = GetStreamStub.server();
        callIs(channelId);
        stub.register(post(urlPathEqualTo("/api/v2/chat/channels/livestream_invite/" + channelId + "/query"))
                .willReturn(okJson("{\"channel\":{\"cid\":\"" + chatCid() + "\"}}")));
        stub.register(post(urlPathMatching("/api/v2/video/call/[^/]+/[^/]+/((un)?block|kick)"))
                .willReturn(okJson("{}")));
        stub.register(post(urlPathMatching("/api/v2/moderation/(un)?ban")).willReturn(okJson("{}")));
        banned("");
    }

    /** The provider has this call. */
    void callIs(String id) {
        GetStreamStub.server()
                .register(post(urlPathMatching("/api/v2/video/call/[^/]+/" + id))
                        .willReturn(okJson("{\"call\":" + GetStreamStub.call(id, true, null) + ",\"members\":[]}")));
    }

    /** It lists these bans from the chat, as the elements of a JSON array, and no others. */
    void banned(String elements) {
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/chat/query_banned_users"))
                        .atPriority(6)
                        .willReturn(okJson("{\"bans\":[]}")));
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/chat/query_banned_users"))
                        .withQueryParam("payload", containing(chatCid()))
                        .willReturn(okJson("{\"bans\":[" + elements + "]}")));
    }

    /** Its answer about bans is none. */
    void listsNothing() {
        GetStreamStub.server()
                .register(get(urlPathEqualTo("/api/v2/chat/query_banned_users"))
                        .atPriority(1)
                        .willReturn(okJson("{}")));
    }

    /** Nothing gets through to it. */
    void goesAway() {
        GetStreamStub.server().register(any(anyUrl()).atPriority(1).willReturn(GetStreamStub.error(503, -1, "away")));
    }

    /** It adds people to the chat, and what comes after that of them is lost. */
    void losesRoles() {
        GetStreamStub.server()
                .register(post(urlPathEqualTo("/api/v2/chat/channels/livestream_invite/" + channelId))
                        .withRequestBody(matchingJsonPath("$.assign_roles"))
                        .atPriority(1)
                        .willReturn(GetStreamStub.error(503, -1, "lost")));
    }

    /** Everything about that user on this channel, such as {@code add channel_member}, {@code ban}, {@code block x}. */
    List<String> told(String userId) {
        Stream<LoggedRequest> chat = GetStreamStub.server()
                .find(postRequestedFor(urlPathEqualTo("/api/v2/chat/channels/livestream_invite/" + channelId)))
                .stream();
        Stream<LoggedRequest> moderation =
                GetStreamStub.server().find(postRequestedFor(urlPathMatching("/api/v2/moderation/(un)?ban"))).stream();
        Stream<LoggedRequest> video =
                GetStreamStub.server()
                        .find(postRequestedFor(urlPathMatching("/api/v2/video/call/[^/]+/[^/]+/(un)?block")))
                        .stream();
        return Stream.of(chat, moderation, video)
                .flatMap(requests -> requests)
                .filter(request -> (request.getUrl() + request.getBodyAsString()).contains(userId))
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .map(ProviderSide::said)
                .toList();
    }

    private static String said(LoggedRequest request) {
        String path = request.getUrl().replaceAll("\\?.*", "");
        if (path.contains("/moderation/")) {
            return path.replaceAll(".*/", "");
        }
        if (path.contains("/video/")) {
            return path.replaceAll(".*/call/[^/]+/([^/]+)/(.*)", "$2 $1");
        }
        Json body = Json.of(request.getBodyAsString());
        if (body.get("remove_members") != null) {
            return "remove";
        }
        return body.get("add_members") != null
                ? "add " + body.getString("add_members[0].channel_role")
                : "assign " + body.getString("assign_roles[0].channel_role");
    }
}
