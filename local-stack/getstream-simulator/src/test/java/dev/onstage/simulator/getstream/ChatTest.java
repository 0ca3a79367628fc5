package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channel types, channels, messages and bans. */
class ChatTest {

    private static final String INVITE = "/api/v2/chat/channels/livestream_invite/main";
    private static final String OPEN = "/api/v2/chat/channels/livestream/main";
    private static final String HELLO = "{\"message\":{\"text\":\"hello\"}}";
    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.users("mara", "lena", "tom");
        simulator.hook(receiver.url());
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    private void inviteOnly() {
        simulator.post("/api/v2/chat/channeltypes", """
                {"name":"livestream_invite","automod":"disabled","automod_behavior":"flag","max_message_length":200,
                 "grants":{"user":["read-channel","flag-message"],"guest":["read-channel"],"anonymous":[],
                  "channel_member":["read-channel","create-message","delete-message-owner"],
                  "channel_moderator":["read-channel","create-message","ban-channel-member","delete-message"]}}""");
        query(INVITE);
    }

    private Answer query(String channel) {
        return simulator.post(channel + "/query", """
                {"data":{"created_by_id":"mara","custom":{"name":"Main"},
                 "members":[{"user_id":"mara","channel_role":"channel_moderator"}]},"state":false}""");
    }

    @Test
    void aChannelIsCreatedOnceWithItsMembers() {
        Answer first = query(OPEN);
        Answer second = simulator.post(
                OPEN + "/query", "{\"data\":{\"created_by_id\":\"lena\",\"members\":[{\"user_id\":\"lena\"}]}}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body().at("/channel/cid").asText()).isEqualTo("livestream:main");
        assertThat(first.body().at("/members/0/channel_role").asText()).isEqualTo("channel_moderator");
        assertThat(second.body().at("/channel/created_by/id").asText()).isEqualTo("mara");
        assertThat(second.body().path("members")).hasSize(1);
        query(OPEN);
        simulator.post(OPEN + "/message", "{\"message\":{\"text\":\"x\",\"user_id\":\"mara\"}}");
        simulator.awaitIdle();
        assertThat(receiver.events("channel.created")).hasSize(1);
    }

    @Test
    void aServerMustNameTheCreator() {
        assertThat(simulator.post(OPEN + "/query", "{}").code()).isEqualTo(4);
        assertThat(simulator
                        .post(OPEN + "/query", "{\"data\":{\"created_by_id\":\"ghost\"}}")
                        .code())
                .isEqualTo(16);
        assertThat(simulator
                        .post("/api/v2/chat/channels/unknown/main/query", "{\"data\":{\"created_by_id\":\"mara\"}}")
                        .code())
                .isEqualTo(16);
    }

    @Test
    void membersAreAddedGivenRolesAndRemoved() {
        query(OPEN);
        simulator.post(OPEN, "{\"add_members\":[{\"user_id\":\"lena\"}]}");
        simulator.post(OPEN, "{\"assign_roles\":[{\"user_id\":\"lena\",\"channel_role\":\"channel_moderator\"}]}");
        Answer after = simulator.post(OPEN, "{\"remove_members\":[\"lena\"]}");

        JsonNode added = receiver.await("member.added", 1).get(0);
        assertThat(added.at("/member/user_id").asText()).isEqualTo("lena");
        assertThat(added.at("/member/channel_role").asText()).isEqualTo("channel_member");
        assertThat(added.path("cid").asText()).isEqualTo("livestream:main");
        assertThat(receiver.await("member.updated", 1)
                        .get(0)
                        .at("/member/channel_role")
                        .asText())
                .isEqualTo("channel_moderator");
        receiver.await("member.removed", 1);
        assertThat(after.body().path("members")).hasSize(1);
    }

    @Test
    void userRolesAreNoChannelRoles() {
        query(OPEN);

        assertThat(simulator
                        .post(OPEN, "{\"add_members\":[{\"user_id\":\"lena\",\"channel_role\":\"admin\"}]}")
                        .code())
                .isEqualTo(4);
        assertThat(simulator
                        .post("/api/v2/users", "{\"users\":{\"x\":{\"id\":\"x\",\"role\":\"channel_member\"}}}")
                        .code())
                .isEqualTo(4);
        assertThat(simulator
                        .post(OPEN, "{\"add_members\":[{\"user_id\":\"ghost\"}]}")
                        .code())
                .isEqualTo(4);
    }

    @Test
    void onABuiltInLivestreamEverySignedInUserPosts() {
        query(OPEN);

        assertThat(simulator.asUser("tom", "POST", OPEN + "/message", HELLO).status())
                .isEqualTo(201);
        assertThat(simulator
                        .asUser("tom", "POST", "/api/v2/chat/channels/livestream/own/query", "{}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void withAnOwnTypeOnlyMembersPost() {
        inviteOnly();
        Answer stranger = simulator.asUser("tom", "POST", INVITE + "/message", HELLO);
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.code()).isEqualTo(17);
        assertThat(simulator.asUser("tom", "POST", INVITE + "/query", "{}").status())
                .isEqualTo(201);
        assertThat(simulator
                        .asUser("tom", "POST", "/api/v2/chat/channels/livestream_invite/own/query", "{}")
                        .code())
                .isEqualTo(17);

        simulator.post(INVITE, "{\"add_members\":[{\"user_id\":\"tom\"}]}");
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", HELLO).status())
                .isEqualTo(201);

        simulator.post(INVITE, "{\"remove_members\":[\"tom\"]}");
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", HELLO).code())
                .isEqualTo(17);
    }

    @Test
    void ownCapabilitiesTellWhatTheAskingUserMayDo() {
        inviteOnly();
        simulator.post(INVITE, "{\"add_members\":[{\"user_id\":\"lena\"}]}");

        assertThat(capabilities("tom")).doesNotContain("send-message");
        assertThat(capabilities("lena")).contains("send-message");
    }

    private String capabilities(String userId) {
        return simulator
                .asUser(userId, "POST", INVITE + "/query", "{}")
                .body()
                .at("/channel/own_capabilities")
                .toString();
    }

    @Test
    void aChannelOverridesGrantsOfItsType() {
        query(OPEN);
        simulator.patch(OPEN, """
                {"set":{"config_overrides":{"grants":{"user":["!create-message"],
                 "channel_member":["create-message"]}}}}""");
        simulator.post(OPEN, "{\"add_members\":[{\"user_id\":\"lena\"}]}");

        assertThat(simulator.asUser("tom", "POST", OPEN + "/message", HELLO).code())
                .isEqualTo(17);
        assertThat(simulator.asUser("lena", "POST", OPEN + "/message", HELLO).status())
                .isEqualTo(201);
    }

    @Test
    void theGrantsOfTheBuiltInTypeChangeForNamedRolesAndComeBack() {
        String type = "/api/v2/chat/channeltypes/livestream";
        String rest = "\"automod\":\"disabled\",\"automod_behavior\":\"flag\",\"max_message_length\":500";
        JsonNode before = simulator.get(type).body().path("grants");
        JsonNode cleared = simulator
                .put(type, "{" + rest + ",\"grants\":{\"user\":[]}}")
                .body()
                .path("grants");
        JsonNode reset =
                simulator.put(type, "{" + rest + ",\"grants\":null}").body().path("grants");

        assertThat(cleared.path("user")).isEmpty();
        assertThat(cleared.path("moderator")).isEqualTo(before.path("moderator"));
        assertThat(reset).isEqualTo(before);
        assertThat(simulator.put(type, "{\"grants\":{}}").code()).isEqualTo(4);
    }

    @Test
    void aTypeIsCreatedOnce() {
        inviteOnly();
        Answer again = simulator.post("/api/v2/chat/channeltypes", """
                {"name":"livestream_invite","automod":"disabled","automod_behavior":"flag","max_message_length":200}""");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo(6);
    }

    @Test
    void aMessageIsReportedWithItsAuthor() {
        query(OPEN);
        String id = simulator
                .asUser("tom", "POST", OPEN + "/message", HELLO)
                .body()
                .at("/message/id")
                .asText();

        JsonNode event = receiver.await("message.new", 1).get(0);
        assertThat(event.path("message_id").asText()).isEqualTo(id).isNotEmpty();
        assertThat(event.at("/message/id").asText()).isEqualTo(id);
        assertThat(event.at("/message/user/id").asText()).isEqualTo("tom");
        assertThat(event.at("/message/type").asText()).isEqualTo("regular");
        assertThat(event.path("cid").asText()).isEqualTo("livestream:main");
        assertThat(event.path("channel_type").asText()).isEqualTo("livestream");
        assertThat(event.path("channel_id").asText()).isEqualTo("main");
        assertThat(event.has("watcher_count")).isTrue();
        assertThat(event.at("/message/created_at").isTextual()).isTrue();
    }

    @Test
    void messagesAreDeletedByTheirAuthorsAndByModerators() {
        inviteOnly();
        simulator.post(INVITE, "{\"add_members\":[{\"user_id\":\"tom\"},{\"user_id\":\"lena\"}]}");
        String path = "/api/v2/chat/messages/"
                + simulator
                        .asUser("tom", "POST", INVITE + "/message", HELLO)
                        .body()
                        .at("/message/id")
                        .asText();

        assertThat(simulator.asUser("lena", "DELETE", path, null).code()).isEqualTo(17);
        Answer deleted = simulator.asUser("tom", "DELETE", path, null);
        assertThat(deleted.body().at("/message/type").asText()).isEqualTo("deleted");
        assertThat(simulator.asUser("mara", "DELETE", path + "?hard=true", null).status())
                .isEqualTo(200);
        assertThat(receiver.await("message.deleted", 2))
                .extracting(event -> event.path("hard_delete").asBoolean())
                .containsExactly(false, true);
    }

    @Test
    void aDeletedMessageIsBroughtBackByTheServerOnly() {
        inviteOnly();
        simulator.post(INVITE, "{\"add_members\":[{\"user_id\":\"tom\"}]}");
        String path = "/api/v2/chat/messages/"
                + simulator
                        .asUser("tom", "POST", INVITE + "/message", HELLO)
                        .body()
                        .at("/message/id")
                        .asText();
        String undelete = path + "/undelete";
        String byMara = "{\"undeleted_by\":\"mara\"}";
        assertThat(simulator.post(undelete, byMara).code()).isEqualTo(4);

        simulator.asUser("tom", "DELETE", path, null);
        assertThat(simulator.asUser("mara", "POST", undelete, byMara).status()).isEqualTo(403);
        assertThat(simulator.post(undelete, "{}").code()).isEqualTo(4);
        Answer back = simulator.post(undelete, byMara);

        assertThat(back.body().at("/message/type").asText()).isEqualTo("regular");
        assertThat(back.body().at("/message/deleted_at").isNull()).isTrue();
        assertThat(receiver.await("message.undeleted", 1).get(0).at("/message/id"))
                .isEqualTo(back.body().at("/message/id"));
    }

    @Test
    void lengthCooldownAndFreezingAreKept() {
        inviteOnly();
        simulator.post(INVITE, "{\"add_members\":[{\"user_id\":\"tom\"}]}");
        String tooLong = "{\"message\":{\"text\":\"" + "x".repeat(201) + "\"}}";
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", tooLong).code())
                .isEqualTo(20);

        simulator.post(INVITE, "{\"cooldown\":120}");
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", HELLO).status())
                .isEqualTo(201);
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", HELLO).code())
                .isEqualTo(60);
        simulator.post(INVITE, "{\"cooldown\":0}");
        assertThat(simulator.post(INVITE, "{\"cooldown\":121}").code()).isEqualTo(4);

        simulator.patch(INVITE, "{\"set\":{\"frozen\":true}}");
        assertThat(simulator.asUser("tom", "POST", INVITE + "/message", HELLO).code())
                .isEqualTo(17);
        receiver.await("channel.frozen", 1);
    }

    @Test
    void aBanFromAChannelIsReportedAndKept() {
        query(OPEN);
        simulator.post("/api/v2/moderation/ban", """
                {"target_user_id":"tom","banned_by_id":"mara","channel_cid":"livestream:main","timeout":30,"reason":"spam"}""");

        JsonNode event = receiver.await("user.banned", 1).get(0);
        assertThat(event.at("/user/id").asText()).isEqualTo("tom");
        assertThat(event.at("/created_by/id").asText()).isEqualTo("mara");
        assertThat(event.path("cid").asText()).isEqualTo("livestream:main");
        assertThat(event.path("expiration").isTextual()).isTrue();
        assertThat(event.path("reason").asText()).isEqualTo("spam");
        assertThat(simulator.asUser("tom", "POST", OPEN + "/message", HELLO).code())
                .isEqualTo(17);
        JsonNode bans = simulator.get("/api/v2/chat/query_banned_users").body().path("bans");
        assertThat(bans).hasSize(1);
        assertThat(bans.at("/0/channel/cid").asText()).isEqualTo("livestream:main");

        simulator.post(
                "/api/v2/moderation/unban?target_user_id=tom&channel_cid=livestream:main",
                "{\"unbanned_by_id\":\"mara\"}");
        receiver.await("user.unbanned", 1);
        assertThat(simulator.asUser("tom", "POST", OPEN + "/message", HELLO).status())
                .isEqualTo(201);
    }

    @Test
    void anAppWideBanHasNoChannel() {
        simulator.post("/api/v2/moderation/ban", "{\"target_user_id\":\"tom\",\"banned_by_id\":\"mara\"}");

        JsonNode event = receiver.await("user.banned", 1).get(0);
        assertThat(event.has("cid")).isFalse();
        assertThat(event.at("/user/banned").asBoolean()).isTrue();
        assertThat(event.path("expiration").isNull()).isTrue();
    }

    @Test
    void bansNeedAModerator() {
        query(OPEN);
        String ban = "{\"target_user_id\":\"tom\",\"channel_cid\":\"livestream:main\"}";

        assertThat(simulator.post("/api/v2/moderation/ban", ban).code()).isEqualTo(4);
        assertThat(simulator
                        .asUser("lena", "POST", "/api/v2/moderation/ban", ban)
                        .code())
                .isEqualTo(17);
        assertThat(simulator
                        .asUser("mara", "POST", "/api/v2/moderation/ban", ban)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void chattersPostThroughTheControlApi() {
        inviteOnly();
        JsonNode ids = simulator
                .control("POST", "/channels/livestream_invite/main/messages", "{\"count\":25,\"prefix\":\"fan\"}")
                .body()
                .path("messageIds");
        simulator.control("DELETE", "/messages/" + ids.get(0).asText(), null);

        assertThat(receiver.await("message.new", 25))
                .extracting(event -> event.at("/message/user/id").asText())
                .contains("fan-1", "fan-10")
                .doesNotContain("fan-11");
        assertThat(receiver.await("message.deleted", 1).get(0).path("message_id"))
                .isEqualTo(ids.get(0));
    }
}
