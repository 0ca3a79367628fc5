package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken away from somebody by block, kick, ban and revoked tokens, and what is not. */
class ExclusionTest {

    private static final String CALL = "/api/v2/video/call/livestream/main";
    private static final String CHAT = "/api/v2/chat/channels/livestream/main";
    private static final String HELLO = "{\"message\":{\"text\":\"hello\"}}";
    private static final String JOIN = "{\"location\":\"FRA\"}";

    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.livestream("main", "mara");
        simulator.users("lena", "tom");
        simulator.post(CHAT + "/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
        simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.control("POST", "/calls/livestream/main/viewers", "{\"userIds\":[\"lena\",\"tom\"]}");
        simulator.awaitIdle();
        simulator.hook(receiver.url());
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    private List<String> present() {
        List<String> ids = new ArrayList<>();
        simulator
                .call("main")
                .at("/session/participants")
                .forEach(one -> ids.add(one.at("/user/id").asText()));
        return ids;
    }

    private void revoke(String userId, Instant before) {
        simulator.patch(
                "/api/v2/users",
                "{\"users\":[{\"id\":\"%s\",\"set\":{\"revoke_tokens_issued_before\":\"%s\"}}]}"
                        .formatted(userId, before));
    }

    private Answer ban(String body) {
        return simulator.post("/api/v2/moderation/ban", body);
    }

    @Test
    void whoIsBlockedCannotJoinUntilUnblockedAndStaysWhenInTheCall() {
        Answer blocked = simulator.post(CALL + "/block", "{\"user_id\":\"tom\"}");

        assertThat(blocked.status()).isEqualTo(201);
        assertThat(present()).containsExactly("mara", "lena", "tom");
        assertThat(simulator.call("main").path("blocked_user_ids").toString()).isEqualTo("[\"tom\"]");
        JsonNode event = receiver.await("call.blocked_user", 1).get(0);
        assertThat(event.path("call_cid").asText()).isEqualTo("livestream:main");
        assertThat(event.at("/user/id").asText()).isEqualTo("tom");
        assertThat(event.path("blocked_by_user").isNull()).isTrue();
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).code()).isEqualTo(17);
        assertThat(simulator.asUser("lena", "POST", CALL + "/join", JOIN).status())
                .isEqualTo(201);

        simulator.post(CALL + "/unblock", "{\"user_id\":\"tom\"}");

        assertThat(simulator.call("main").path("blocked_user_ids")).isEmpty();
        assertThat(receiver.await("call.unblocked_user", 1)
                        .get(0)
                        .at("/user/id")
                        .asText())
                .isEqualTo("tom");
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).status())
                .isEqualTo(201);
    }

    @Test
    void whoIsKickedLeavesAndMayComeBack() {
        Answer kicked = simulator.post(CALL + "/kick", "{\"user_id\":\"tom\",\"kicked_by_id\":\"mara\"}");

        assertThat(kicked.status()).isEqualTo(201);
        assertThat(present()).containsExactly("mara", "lena");
        JsonNode event = receiver.await("call.kicked_user", 1).get(0);
        assertThat(event.path("call_cid").asText()).isEqualTo("livestream:main");
        assertThat(event.at("/user/id").asText()).isEqualTo("tom");
        assertThat(event.at("/kicked_by_user/id").asText()).isEqualTo("mara");
        assertThat(receiver.await("call.session_participant_left", 1)
                        .get(0)
                        .at("/participant/user/id")
                        .asText())
                .isEqualTo("tom");
        assertThat(simulator.call("main").path("blocked_user_ids")).isEmpty();
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).status())
                .isEqualTo(201);
    }

    @Test
    void whoIsKickedAndBlockedLeavesAndStaysOut() {
        simulator.post(CALL + "/kick", "{\"user_id\":\"tom\",\"block\":true}");

        assertThat(present()).containsExactly("mara", "lena");
        receiver.await("call.blocked_user", 1);
        assertThat(receiver.await("call.kicked_user", 1)
                        .get(0)
                        .path("kicked_by_user")
                        .isNull())
                .isTrue();
        assertThat(simulator.call("main").path("blocked_user_ids").toString()).isEqualTo("[\"tom\"]");
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).code()).isEqualTo(17);
    }

    @Test
    void kickingTakesAGrantAndAUserWhoExists() {
        String tom = "{\"user_id\":\"tom\"}";

        assertThat(simulator.asUser("lena", "POST", CALL + "/kick", tom).code()).isEqualTo(17);
        assertThat(present()).containsExactly("mara", "lena", "tom");
        assertThat(simulator.post(CALL + "/kick", "{}").code()).isEqualTo(4);
        assertThat(simulator.post(CALL + "/kick", "{\"user_id\":\"ghost\"}").code())
                .isEqualTo(16);
        assertThat(simulator
                        .post(CALL + "/kick", "{\"user_id\":\"tom\",\"kicked_by_id\":\"ghost\"}")
                        .code())
                .isEqualTo(16);
    }

    @Test
    void theCreatorBlocksAndOthersDoNot() {
        String tom = "{\"user_id\":\"tom\"}";

        assertThat(simulator.asUser("lena", "POST", CALL + "/block", tom).code())
                .isEqualTo(17);
        assertThat(simulator.asUser("mara", "POST", CALL + "/block", tom).status())
                .isEqualTo(201);
        assertThat(receiver.await("call.blocked_user", 1)
                        .get(0)
                        .at("/blocked_by_user/id")
                        .asText())
                .isEqualTo("mara");
        assertThat(simulator
                        .asUser("mara", "GET", CALL, null)
                        .body()
                        .path("own_capabilities")
                        .toString())
                .contains("\"block-users\"")
                .doesNotContain("\"block-user\"");
        assertThat(simulator.post(CALL + "/block", "{}").code()).isEqualTo(4);
        assertThat(simulator.post(CALL + "/block", "{\"user_id\":\"ghost\"}").code())
                .isEqualTo(16);
    }

    @Test
    void aBlockReportsOnceAndKeepsTheEncoderOfThatUserFromComingBack() {
        simulator.post(CALL + "/block", "{\"user_id\":\"mara\"}");
        simulator.post(CALL + "/block", "{\"user_id\":\"mara\"}");

        simulator.awaitIdle();
        assertThat(receiver.events("call.blocked_user")).hasSize(1);
        assertThat(receiver.events("ingress.stopped")).isEmpty();
        assertThat(present()).containsExactly("mara", "lena", "tom");
        assertThat(simulator
                        .encoder(Simulator.address("main"), Jwt.user("mara", Simulator.SECRET))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aKickCutsOffTheEncoderOfThatUser() {
        String encoder = obs();

        simulator.post(CALL + "/kick", "{\"user_id\":\"mara\"}");

        receiver.await("ingress.stopped", 1);
        receiver.await("call.session_participant_left", 1);
        assertThat(present()).containsExactly("lena", "tom");
        assertThat(simulator.control("DELETE", "/encoders/" + encoder, null).status())
                .isEqualTo(404);
    }

    private String obs() {
        return simulator
                .control("GET", "/calls/livestream/main", null)
                .body()
                .at("/encoders/0/ingressStreamId")
                .asText();
    }

    /** The other reading of what GetStream does: it puts out who watches with a token that was revoked. */
    private void letRevocationPutOut() {
        simulator.control("PUT", "/revocation", "{\"putsOut\":true}");
    }

    @Test
    void whoWatchesWithARevokedTokenStaysAndCannotComeBack() {
        revoke("tom", Instant.now().plusSeconds(60));

        assertThat(present()).containsExactly("mara", "lena", "tom");
        assertThat(simulator.asUser("tom", "GET", CALL, null).code()).isEqualTo(40);
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).code()).isEqualTo(40);
        simulator.awaitIdle();
        assertThat(receiver.events("call.session_participant_left")).isEmpty();
    }

    @Test
    void whoWatchesWithARevokedTokenLeavesWhereThatIsSet() {
        assertThat(simulator.control("GET", "/revocation", null).body().toString())
                .isEqualTo("{\"putsOut\":false}");
        assertThat(simulator.control("PUT", "/revocation", "{}").status()).isEqualTo(400);
        letRevocationPutOut();

        revoke("tom", Instant.now().plusSeconds(60));

        assertThat(present()).containsExactly("mara", "lena");
        receiver.await("call.session_participant_left", 1);
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).code()).isEqualTo(40);
    }

    @Test
    void whoIsNoMemberAnyLongerOrHasAnotherRoleStays() {
        simulator.patch("/api/v2/users", "{\"users\":[{\"id\":\"tom\",\"set\":{\"role\":\"guest\"}}]}");

        assertThat(present()).containsExactly("mara", "lena", "tom");
        assertThat(simulator.asUser("tom", "POST", CALL + "/join", JOIN).code()).isEqualTo(17);
    }

    @Test
    void aRevocationOfOlderTokensLeavesNewerOnesAlone() {
        letRevocationPutOut();

        revoke("tom", Instant.now().minusSeconds(3600));

        assertThat(present()).containsExactly("mara", "lena", "tom");
    }

    @Test
    void whatATokenSaysDecidesWhoLeavesAtARevocation() {
        Instant revocation =
                Instant.ofEpochSecond(Instant.now().getEpochSecond()).minusSeconds(20);
        String older = Jwt.user("tom", revocation.minusSeconds(1), Simulator.SECRET);
        String newer = Jwt.user("lena", revocation.plusSeconds(1), Simulator.SECRET);
        simulator.control("DELETE", "/calls/livestream/main/viewers", null);
        simulator.control(
                "POST", "/calls/livestream/main/viewers", "{\"tokens\":[\"%s\",\"%s\"]}".formatted(older, newer));
        assertThat(present()).containsExactly("mara", "tom", "lena");
        letRevocationPutOut();

        revoke("tom", revocation);
        revoke("lena", revocation);

        assertThat(present()).containsExactly("mara", "lena");
        assertThat(simulator
                        .control("POST", "/calls/livestream/main/viewers", "{\"tokens\":[\"%s\"]}".formatted(older))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theAppRevokesTheTokensOfAllWhoWatch() {
        letRevocationPutOut();

        simulator.patch(
                "/api/v2/app",
                "{\"revoke_tokens_issued_before\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(60)));

        assertThat(present()).containsExactly("mara");
        receiver.await("call.session_participant_left", 2);
    }

    @Test
    void aTokenThatDoesNotSayWhenItWasIssuedFallsWithTheFirstRevocation() {
        String token = Jwt.sign("{\"user_id\":\"tom\"}", Simulator.SECRET);
        assertThat(simulator.as(token, "GET", CALL, null).status()).isEqualTo(200);

        revoke("tom", Instant.EPOCH);

        Answer refused = simulator.as(token, "GET", CALL, null);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo(40);
    }

    @Test
    void whoIsBannedFromTheAppPostsNowhereAndGoesOnReadingAndWatching() {
        ban("{\"target_user_id\":\"tom\",\"banned_by_id\":\"mara\"}");

        Answer post = simulator.asUser("tom", "POST", CHAT + "/message", HELLO);
        assertThat(post.status()).isEqualTo(403);
        assertThat(post.code()).isEqualTo(17);
        for (Answer answer : List.of(
                simulator.asUser("tom", "GET", CALL, null),
                simulator.asUser("tom", "POST", CALL + "/join", JOIN),
                simulator.asUser("tom", "POST", CHAT + "/query", "{}"))) {
            assertThat(answer.status()).isLessThan(300);
        }
        assertThat(present()).containsExactly("mara", "lena", "tom");

        simulator.post("/api/v2/moderation/unban?target_user_id=tom", "{\"unbanned_by_id\":\"mara\"}");

        assertThat(simulator.asUser("tom", "POST", CHAT + "/message", HELLO).status())
                .isEqualTo(201);
    }

    @Test
    void anEncoderOfSomebodyBannedFromTheAppStaysConnected() {
        ban("{\"target_user_id\":\"mara\",\"banned_by_id\":\"lena\"}");

        simulator.awaitIdle();
        assertThat(receiver.events("ingress.stopped")).isEmpty();
        assertThat(present()).containsExactly("mara", "lena", "tom");
    }

    @Test
    void whoIsBannedFromAChannelReadsItAndStaysInTheCall() {
        ban("{\"target_user_id\":\"tom\",\"banned_by_id\":\"mara\",\"channel_cid\":\"livestream:main\"}");

        assertThat(simulator.asUser("tom", "POST", CHAT + "/message", HELLO).code())
                .isEqualTo(17);
        assertThat(simulator.asUser("tom", "POST", CHAT + "/query", "{}").status())
                .isEqualTo(201);
        assertThat(present()).contains("tom");
    }

    @Test
    void aModeratorOfGetStreamsDashboardBansWithoutAName() {
        Answer answer = simulator.control(
                "POST", "/users/tom/ban", "{\"channel\":\"livestream:main\",\"minutes\":5,\"reason\":\"spam\"}");

        assertThat(answer.status()).isEqualTo(204);
        JsonNode banned = receiver.await("user.banned", 1).get(0);
        assertThat(banned.at("/user/id").asText()).isEqualTo("tom");
        assertThat(banned.path("created_by").isNull()).isTrue();
        assertThat(banned.path("cid").asText()).isEqualTo("livestream:main");
        assertThat(banned.path("reason").asText()).isEqualTo("spam");
        assertThat(banned.path("expiration").isTextual()).isTrue();
        assertThat(banned.path("shadow").asBoolean(true)).isFalse();
        assertThat(banned.path("total_bans").asInt()).isEqualTo(1);
        assertThat(banned.path("custom").isObject()).isTrue();
        assertThat(simulator.asUser("tom", "POST", CHAT + "/message", HELLO).code())
                .isEqualTo(17);
        JsonNode listed =
                simulator.get("/api/v2/chat/query_banned_users").body().at("/bans/0");
        assertThat(listed.path("banned_by").isNull()).isTrue();

        simulator.control("POST", "/users/tom/unban", "{\"channel\":\"livestream:main\"}");

        JsonNode unbanned = receiver.await("user.unbanned", 1).get(0);
        assertThat(unbanned.at("/user/id").asText()).isEqualTo("tom");
        assertThat(unbanned.path("cid").asText()).isEqualTo("livestream:main");
        assertThat(simulator.asUser("tom", "POST", CHAT + "/message", HELLO).status())
                .isEqualTo(201);
    }

    @Test
    void blocksAndBansOutliveARestart(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        try (Simulator first = Simulator.start(folder)) {
            first.livestream("main", "mara");
            first.users("tom", "lena");
            first.post(CALL + "/block", "{\"user_id\":\"tom\"}");
            first.post(CHAT + "/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
            first.control("POST", "/users/lena/ban", "{}");
        }
        try (Simulator second = Simulator.start(folder)) {
            assertThat(second.call("main").path("blocked_user_ids").toString()).isEqualTo("[\"tom\"]");
            assertThat(second.asUser("lena", "POST", CHAT + "/message", HELLO).code())
                    .isEqualTo(17);
        }
    }
}
