package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invites and bans as a person with the token of their page meets them: at GetStream's door, without the page. */
@OnStack
class InvitesE2ET {

    private static final String PASSWORD = "long enough for anybody";
    private static final int NOT_ALLOWED = 17;

    /** From losing something to being refused by GetStream. */
    private static final Duration LOST_WITHIN = Duration.ofSeconds(10);

    @Test
    void shouldLetTheInvitedWriteUntilTheirAccessIsEnded(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "invites-story");
        JsonNode invite = invite(stack, "invites-story", Map.of("maxUses", 2));
        OnstageApi lena = signedUp(stack, invite, "lena-story@example.org");

        JsonNode access = access(lena, "invites-story");
        assertThat(access.path("isInvited").asBoolean()).isTrue();
        assertThat(access.path("rights").path("chat").asBoolean()).isTrue();
        assertThat(post(stack, scenario, access).status()).isEqualTo(201);

        String account = access.path("userId").asText();
        stack.operator()
                .delete("/api/channels/invites-story/invited/" + account)
                .orThrow();

        await().atMost(LOST_WITHIN).untilAsserted(() -> assertRefused(post(stack, scenario, access)));
        await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
            lena.renew();
            JsonNode ended = access(lena, "invites-story");
            assertThat(ended.path("rights").path("watch").asBoolean()).isFalse();
            assertThat(ended.path("token").isNull()).isTrue();
        });
        assertThat(lena.post("/api/invites/" + invite.path("code").asText() + "/accept", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldLetOthersReadAlone(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "invites-reader");
        Scenario.provisioned(stack, "invites-elsewhere");
        OnstageApi lena = signedUp(stack, invite(stack, "invites-elsewhere", Map.of()), "lena-elsewhere@example.org");

        JsonNode access = access(lena, "invites-reader");

        assertThat(access.path("rights").path("watch").asBoolean()).isTrue();
        assertThat(access.path("rights").path("chat").asBoolean()).isFalse();
        assertRefused(post(stack, scenario, access));
    }

    @Test
    void shouldSilenceWhoeverIsBannedAndHearThemAgain(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "invites-ban");
        OnstageApi lena = signedUp(stack, invite(stack, "invites-ban", Map.of()), "lena-ban@example.org");
        JsonNode access = access(lena, "invites-ban");
        assertThat(post(stack, scenario, access).status()).isEqualTo(201);
        String ban = "/api/channels/invites-ban/bans/" + access.path("userId").asText();

        stack.operator().post(ban, Map.of("reason", "spam")).orThrow();

        await().atMost(LOST_WITHIN)
                .untilAsserted(
                        () -> assertThat(post(stack, scenario, access).status()).isEqualTo(403));
        stack.operator().delete(ban).orThrow();
        await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
            lena.renew();
            assertThat(post(stack, scenario, access(lena, "invites-ban")).status())
                    .isEqualTo(201);
        });
    }

    @Test
    void shouldCountABanOfGetStreamsDashboard(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "invites-dashboard");
        OnstageApi lena = signedUp(stack, invite(stack, "invites-dashboard", Map.of()), "lena-dashboard@example.org");
        JsonNode access = access(lena, "invites-dashboard");
        HttpAnswer banned = stack.getStream().ban(access.path("userId").asText(), scenario.chatCid());

        assertThat(banned.isSuccess()).as(banned.describe()).isTrue();
        await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
            lena.renew();
            assertThat(access(lena, "invites-dashboard")
                            .path("rights")
                            .path("watch")
                            .asBoolean())
                    .isFalse();
        });
        assertThat(stack.operator()
                        .get("/api/channels/invites-dashboard/bans")
                        .orThrow()
                        .path(0)
                        .path("source")
                        .asText())
                .isEqualTo("PROVIDER");
    }

    /** Onstage knows whom a moderator may ban; GetStream would take anybody's name. */
    @Test
    void shouldLetNoModeratorBanPastOnstage(StackUnderTest stack) {
        Scenario scenario = Scenario.provisioned(stack, "invites-moderator");
        OnstageApi moderator = signedUp(
                stack, invite(stack, "invites-moderator", Map.of("role", "moderator")), "mo-moderator@example.org");
        JsonNode hers = access(moderator, "invites-moderator");
        await().atMost(Scenario.PATIENCE)
                .untilAsserted(() ->
                        assertThat(post(stack, scenario, hers).status()).isEqualTo(201));

        assertRefused(stack.getStream()
                .asUser(
                        "POST",
                        "/api/v2/moderation/ban",
                        Map.of(
                                "target_user_id",
                                "broadcaster-invites-moderator",
                                "channel_cid",
                                scenario.chatCid()),
                        hers.path("apiKey").asText(),
                        hers.path("token").asText()));
    }

    private static JsonNode invite(StackUnderTest stack, String channelId, Map<String, Object> invite) {
        return stack.operator()
                .post("/api/channels/" + channelId + "/invites", invite)
                .orThrow();
    }

    private static OnstageApi signedUp(StackUnderTest stack, JsonNode invite, String email) {
        OnstageApi person = stack.visitor();
        person.signUp(invite.path("code").asText(), email, "Lena", PASSWORD).orThrow();
        return person;
    }

    private static JsonNode access(OnstageApi person, String channelId) {
        return person.get("/api/channels/" + channelId + "/viewer-access").orThrow();
    }

    private static HttpAnswer post(StackUnderTest stack, Scenario scenario, JsonNode access) {
        return stack.getStream()
                .asUser(
                        "POST",
                        "/api/v2/chat/channels/" + scenario.chatCid().replace(':', '/') + "/message",
                        Map.of("message", Map.of("text", "hello")),
                        access.path("apiKey").asText(),
                        access.path("token").asText());
    }

    private static void assertRefused(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.describe()).isEqualTo(403);
        assertThat(answer.body().path("code").asInt()).isEqualTo(NOT_ALLOWED);
    }
}
