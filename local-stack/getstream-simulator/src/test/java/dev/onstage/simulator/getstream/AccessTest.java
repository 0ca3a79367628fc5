package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with a token of their own: call types and channel types with grants per role. */
class AccessTest {

    private static final String TYPES = "/api/v2/video/calltypes";
    private static final String SHOW = "/api/v2/video/call/show/main";
    private static final String JOIN = "{\"location\":\"FRA\"}";
    private static final String JOIN_OR_CREATE = "{\"location\":\"FRA\",\"create\":true}";
    private static final String CHAT = "/api/v2/chat/channels/show/main";

    private Simulator simulator;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        simulator.users("mara", "lena");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** A call type and a channel type in which nobody but {@code watcher} and members may do anything. */
    private void closedTypes() {
        simulator.role("watcher");
        simulator.userWithRole("wim", "watcher");
        simulator.post(TYPES, """
                {"name":"show","settings":{"backstage":{"enabled":true}},"grants":{
                 "watcher":["read-call","join-call"],"user":[],"guest":[],"anonymous":[],"call_member":[],
                 "moderator":[],"host":["read-call","join-call","join-backstage","send-audio","send-video"]}}""");
        simulator.post(SHOW, """
                {"data":{"created_by_id":"mara","members":[{"user_id":"mara","role":"host"}]}}""");
        simulator.post("/api/v2/chat/channeltypes", """
                {"name":"show","automod":"disabled","automod_behavior":"flag","max_message_length":200,"grants":{
                 "watcher":["read-channel"],"user":[],"guest":[],"anonymous":[],
                 "channel_member":["read-channel","create-message"]}}""");
        simulator.post(CHAT + "/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
    }

    @Test
    void aNewCallTypeBeginsWithDefaultGrantsButForTheRolesThatAreNamed() {
        JsonNode defaults = simulator.get(TYPES + "/default").body().path("grants");

        JsonNode made = simulator
                .post(TYPES, "{\"name\":\"show\",\"grants\":{\"user\":[\"read-call\"]}}")
                .body()
                .path("grants");

        assertThat(made.path("user").toString()).isEqualTo("[\"read-call\"]");
        assertThat(made.path("guest")).isEqualTo(defaults.path("guest")).isNotEmpty();
        assertThat(made.path("call_member")).isEqualTo(defaults.path("call_member"));
    }

    @Test
    void whatATypeAnswersIsNotAllTakenBack() {
        JsonNode settings = simulator.get(TYPES + "/livestream").body().path("settings");

        Answer copied = simulator.post(TYPES, "{\"name\":\"show\",\"settings\":" + settings + "}");

        assertThat(copied.status()).isEqualTo(400);
        assertThat(copied.code()).isEqualTo(4);
        assertThat(copied.body().path("exception_fields").toString()).contains("settings.ring.");
        assertThat(simulator.get(TYPES + "/show").code()).isEqualTo(16);
        ((ObjectNode) settings).remove("ring");
        assertThat(simulator
                        .post(TYPES, "{\"name\":\"show\",\"settings\":" + settings + "}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aTypeKeepsItsStorageAndNotificationsAndTakesNothingElse() {
        simulator.post(
                TYPES,
                "{\"name\":\"show\",\"external_storage\":\"bucket\",\"notification_settings\":{\"enabled\":true}}");
        simulator.put(TYPES + "/show", "{\"settings\":{\"backstage\":{\"enabled\":true}}}");

        JsonNode read = simulator.get(TYPES + "/show").body();

        assertThat(read.path("external_storage").asText()).isEqualTo("bucket");
        assertThat(read.at("/notification_settings/enabled").asBoolean()).isTrue();
        assertThat(simulator.put(TYPES + "/show", "{\"setings\":{}}").code()).isEqualTo(4);
    }

    @Test
    void grantsNeedARoleThatExists() {
        String grants = "{\"name\":\"show\",\"grants\":{\"watcher\":[\"read-call\"]}}";
        assertThat(simulator.post(TYPES, grants).code()).isEqualTo(4);

        simulator.role("watcher");

        assertThat(simulator.post(TYPES, grants).status()).isEqualTo(201);
    }

    @Test
    void aCallTypeIsRemovedWhenNoCallHasIt() {
        closedTypes();
        assertThat(delete(TYPES + "/show").code()).isEqualTo(4);

        simulator.post(SHOW + "/delete", "{\"hard\":true}");

        await().atMost(Simulator.PATIENCE).until(() -> delete(TYPES + "/show").status() == 200);
        assertThat(simulator.get(TYPES + "/show").code()).isEqualTo(16);
    }

    private Answer delete(String path) {
        return simulator.as(Jwt.server(Simulator.SECRET), "DELETE", path, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"livestream", "default", "development", "audio_room"})
    void anyUserMayCreateACallOfABuiltInTypeAndOwnsIt(String type) {
        String call = "/api/v2/video/call/" + type + "/main";

        Answer taken = simulator.asUser("lena", "POST", call, "{}");
        Answer late = simulator.post(call, "{\"data\":{\"created_by_id\":\"mara\"}}");

        assertThat(taken.body().path("created").asBoolean()).isTrue();
        assertThat(late.body().path("created").asBoolean(true)).isFalse();
        assertThat(late.call().at("/created_by/id").asText()).isEqualTo("lena");
        assertThat(simulator.asUser("lena", "POST", call + "/go_live", "{}").status())
                .isEqualTo(201);
        assertThat(simulator.asUser("lena", "POST", call + "/mark_ended", "{}").status())
                .isEqualTo(201);
    }

    @Test
    void joiningMayCreateTheCallTooWhereTheRoleAllowsIt() {
        String call = "/api/v2/video/call/livestream/new/join";

        assertThat(simulator.asUser("lena", "POST", call, JOIN).code()).isEqualTo(16);
        Answer joined = simulator.asUser("lena", "POST", call, JOIN_OR_CREATE);

        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.body().path("created").asBoolean()).isTrue();
        assertThat(joined.call().at("/created_by/id").asText()).isEqualTo("lena");
        assertThat(joined.body().has("credentials")).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            POST  | /go_live    | {}                                             | UpdateCall
            POST  | /stop_live  | {}                                             | UpdateCall
            POST  | /mark_ended | {}                                             | EndCall
            PATCH |             | {"custom":{"title":"mine"}}                    | UpdateCall
            POST  | /members    | {"update_members":[{"user_id":"wim","role":"admin"}]} | UpdateCallMember
            POST  | /block      | {"user_id":"mara"}                             | BlockUser
            POST  | /unblock    | {"user_id":"mara"}                             | BlockUser
            POST  | /kick       | {"user_id":"mara"}                             | KickUser
            """)
    void whoMayWatchCannot(String method, String path, String body, String action) {
        closedTypes();
        String call = path == null ? SHOW : SHOW + path;

        Answer refused = simulator.asUser("wim", method, call, body);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo(17);
        assertThat(refused.body().path("message").asText())
                .contains("User 'wim' with role 'watcher' is not allowed to perform action " + action
                        + " in scope 'video:show'");
    }

    @Test
    void whoMayWatchReadsAndJoinsAndCreatesNothing() {
        closedTypes();

        Answer read = simulator.asUser("wim", "GET", SHOW, null);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body().path("own_capabilities").toString()).isEqualTo("[\"join-call\",\"read-call\"]");
        Answer early = simulator.asUser("wim", "POST", SHOW + "/join", JOIN);
        assertThat(early.code()).isEqualTo(17);
        assertThat(early.body().path("message").asText()).contains("JoinBackstage");
        simulator.post(SHOW + "/go_live", "{}");
        assertThat(simulator.asUser("wim", "POST", SHOW + "/join", JOIN).status())
                .isEqualTo(201);

        String other = "/api/v2/video/call/show/other";
        for (Answer created : List.of(
                simulator.asUser("wim", "POST", other, "{}"),
                simulator.asUser("wim", "POST", other + "/join", JOIN_OR_CREATE))) {
            assertThat(created.code()).isEqualTo(17);
            assertThat(created.body().path("message").asText()).contains("CreateCall");
        }
        assertThat(simulator.get(other).code()).isEqualTo(16);
        Answer encoder = simulator.encoder(address("show.main"), Jwt.user("wim", Simulator.SECRET));
        assertThat(encoder.status()).isEqualTo(403);
        assertThat(encoder.body().path("error").asText()).contains("SendVideo");
    }

    @Test
    void aHostPublishesWithGrantsThatAreNotForOwnersOnly() {
        closedTypes();

        assertThat(simulator
                        .encoder(address("show.main"), Jwt.user("mara", Simulator.SECRET))
                        .status())
                .isEqualTo(201);
    }

    private static String address(String call) {
        return "rtmps://" + Simulator.HOST + ":443/" + Simulator.KEY + "." + call;
    }

    @Test
    void anOwnRoleGetsNothingInOtherTypes() {
        closedTypes();
        simulator.livestream("open", "mara");

        for (String type : List.of("livestream", "default", "development", "audio_room")) {
            assertThat(simulator
                            .asUser("wim", "POST", "/api/v2/video/call/" + type + "/mine", "{}")
                            .code())
                    .as(type)
                    .isEqualTo(17);
        }
        assertThat(simulator
                        .asUser("wim", "GET", "/api/v2/video/call/livestream/open", null)
                        .code())
                .isEqualTo(17);
        String channel = "/api/v2/chat/channels/livestream/mine/query";
        assertThat(simulator.asUser("wim", "POST", channel, "{}").code()).isEqualTo(17);
    }

    @Test
    void whoMayOnlyReadDoesNotPostAndAMemberDoes() {
        closedTypes();
        String hello = "{\"message\":{\"text\":\"hello\"}}";

        assertThat(simulator.asUser("wim", "POST", CHAT + "/query", "{}").status())
                .isEqualTo(201);
        Answer refused = simulator.asUser("wim", "POST", CHAT + "/message", hello);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo(17);
        simulator.post(CHAT, "{\"add_members\":[{\"user_id\":\"wim\"}]}");
        assertThat(simulator.asUser("wim", "POST", CHAT + "/message", hello).status())
                .isEqualTo(201);
        simulator.post(CHAT, "{\"remove_members\":[\"wim\"]}");
        assertThat(simulator.asUser("wim", "POST", CHAT + "/message", hello).code())
                .isEqualTo(17);
    }

    @Test
    void nobodyWithoutAnAccountReadsWhatIsEmptiedForThem() {
        closedTypes();
        simulator.post(SHOW + "/go_live", "{}");
        String guest = simulator.guest("passer-by");
        String callToken =
                Jwt.sign("{\"user_id\":\"!anon\",\"role\":\"viewer\",\"call_cids\":[\"show:main\"]}", Simulator.SECRET);
        Map<String, String> withCallToken = Map.of("Authorization", callToken, "stream-auth-type", "anonymous");

        for (Answer answer : List.of(
                simulator.as(guest, "GET", SHOW, null),
                simulator.as(guest, "POST", SHOW + "/join", JOIN),
                simulator.as(guest, "POST", CHAT + "/query", "{}"),
                simulator.anonymously("GET", SHOW, null),
                simulator.anonymously("POST", SHOW + "/join", JOIN),
                simulator.anonymously("POST", CHAT + "/query", "{}"),
                simulator.send("GET", Simulator.withKey(SHOW), withCallToken, null),
                simulator.send("POST", Simulator.withKey(SHOW + "/join"), withCallToken, JOIN))) {
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo(17);
        }
    }

    @Test
    void theBuiltInTypesAreOpenToPeopleWithoutAnAccount() {
        simulator.livestream("open", "mara");
        String chat = "/api/v2/chat/channels/livestream/open";
        simulator.post(chat + "/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
        simulator.post(chat + "/message", "{\"message\":{\"text\":\"hello\",\"user_id\":\"mara\"}}");

        Answer call = simulator.anonymously("GET", "/api/v2/video/call/livestream/open", null);
        Answer history = simulator.as(simulator.guest("passer-by"), "POST", chat + "/query", "{}");

        assertThat(call.body().path("own_capabilities").toString()).contains("join-call");
        assertThat(history.body().at("/messages/0/text").asText()).isEqualTo("hello");
    }

    @Test
    void grantsMeanNothingWhereTheAppDoesNotCheckPermissions() {
        closedTypes();
        assertThat(simulator.asUser("wim", "POST", SHOW + "/go_live", "{}").code())
                .isEqualTo(17);

        simulator.patch("/api/v2/app", "{\"disable_permissions_checks\":true}");

        for (Answer answer : List.of(
                simulator.asUser("wim", "POST", "/api/v2/video/call/show/other", "{}"),
                simulator.asUser("wim", "POST", SHOW + "/go_live", "{}"),
                simulator.asUser("wim", "POST", "/api/v2/chat/channels/show/other/query", "{}"),
                simulator.asUser("wim", "POST", CHAT + "/message", "{\"message\":{\"text\":\"hello\"}}"))) {
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        }
    }

    @Test
    void aCallTokenCreatesNoOtherCall() {
        String token = Jwt.sign(
                "{\"user_id\":\"lena\",\"role\":\"host\",\"call_cids\":[\"livestream:main\"]}", Simulator.SECRET);

        assertThat(simulator
                        .as(token, "POST", "/api/v2/video/call/livestream/other", "{}")
                        .code())
                .isEqualTo(17);
        assertThat(simulator
                        .as(token, "POST", "/api/v2/video/call/livestream/main", "{}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void simulatedViewersHaveTheRoleOfPeopleWhoWatch() {
        closedTypes();
        simulator.post(SHOW + "/go_live", "{}");

        Answer joined = simulator.control("POST", "/calls/show/main/viewers", "{\"count\":3}");

        assertThat(joined.status()).isEqualTo(200);
        assertThat(simulator
                        .get(SHOW)
                        .call()
                        .at("/session/participants_count_by_role")
                        .toString())
                .isEqualTo("{\"watcher\":3}");
    }

    @Test
    void simulatedViewersWhoAreKnownKeepTheirRoles() {
        closedTypes();
        simulator.post(SHOW + "/go_live", "{}");
        simulator.users("viewer-2");

        Answer refused = simulator.control("POST", "/calls/show/main/viewers", "{\"userIds\":[\"viewer-2\"]}");
        Answer joined = simulator.control("POST", "/calls/show/main/viewers", "{\"count\":2}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(joined.body().path("joined").findValuesAsText("userId")).containsExactly("viewer-1", "viewer-3");
    }

    @Test
    void theFirstVersionOfChatIsTheSameChat() {
        closedTypes();

        Answer first = simulator.asUser("wim", "POST", "/channels/show/main/query", "{}");
        Answer refused =
                simulator.asUser("wim", "POST", "/channels/show/main/message", "{\"message\":{\"text\":\"hello\"}}");

        assertThat(first.body().at("/channel/created_at").isTextual()).isTrue();
        assertThat(refused.code()).isEqualTo(17);
        simulator.post("/channels/show/main", "{\"add_members\":[\"wim\"]}");
        assertThat(simulator.get("/api/v2/chat/query_banned_users").status()).isEqualTo(200);
        assertThat(simulator
                        .asUser("wim", "POST", "/channels/show/main/message", "{\"message\":{\"text\":\"hello\"}}")
                        .status())
                .isEqualTo(201);
    }
}
