package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, and with which code everybody else is refused. */
class AuthenticationTest {

    private static final String CALL = "/api/v2/video/call/livestream/auth";
    private static Simulator simulator;

    @BeforeAll
    static void start() {
        simulator = Simulator.start();
        simulator.livestream("auth", "owner");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    static Stream<Arguments> refusedTokens() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                Arguments.of("another secret", Jwt.server("wrong-secret"), 43),
                Arguments.of("expired", sign("{\"user_id\":\"owner\",\"exp\":%d}", now - 10), 40),
                Arguments.of("not valid yet", sign("{\"user_id\":\"owner\",\"nbf\":%d}", now + 60), 41),
                Arguments.of("used before iat", sign("{\"user_id\":\"owner\",\"iat\":%d}", now + 60), 42),
                Arguments.of("nobody", sign("{\"iat\":%d}", now - 5), 5),
                Arguments.of("server false", Jwt.sign("{\"server\":false}", Simulator.SECRET), 5),
                Arguments.of("Bearer prefix", "Bearer " + Jwt.server(Simulator.SECRET), 5),
                Arguments.of("unsigned", Jwt.sign("{\"alg\":\"none\"}", "{\"server\":true}", Simulator.SECRET), 5),
                Arguments.of("no token at all", "x", 5));
    }

    private static String sign(String claims, long second) {
        return Jwt.sign(claims.formatted(second), Simulator.SECRET);
    }

    @ParameterizedTest(name = "{0} gives {2}")
    @MethodSource("refusedTokens")
    void refusesTokens(String what, String token, int code) {
        Answer answer = simulator.as(token, "GET", CALL, null);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void takesAServerTokenWithAndWithoutIat() {
        String withIat = sign("{\"server\":true,\"iat\":%d}", Instant.now().getEpochSecond());

        assertThat(simulator.get(CALL).status()).isEqualTo(200);
        assertThat(simulator.as(withIat, "GET", CALL, null).status()).isEqualTo(200);
    }

    @Test
    void needsTheApiKeyInTheQuery() {
        Map<String, String> headers = Map.of("Authorization", Jwt.server(Simulator.SECRET), "stream-auth-type", "jwt");

        Answer missing = simulator.send("GET", CALL, headers, null);
        Answer wrong = simulator.send("GET", CALL + "?api_key=other", headers, null);

        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.code()).isEqualTo(2);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void needsTheAuthType() {
        Map<String, String> headers = Map.of("Authorization", Jwt.server(Simulator.SECRET));

        assertThat(simulator.send("GET", Simulator.withKey(CALL), headers, null).code())
                .isEqualTo(5);
    }

    @Test
    void refusesAMissingToken() {
        assertThat(simulator
                        .send("GET", Simulator.withKey(CALL), Map.of("stream-auth-type", "jwt"), null)
                        .code())
                .isEqualTo(5);
    }

    @Test
    void revokesTheTokensOfOneUserThatAreOlder() {
        simulator.users("leaver");
        Instant revocation = Instant.now().minusSeconds(100);
        String older = Jwt.user("leaver", revocation.minusSeconds(1), Simulator.SECRET);
        String newer = Jwt.user("leaver", revocation.plusSeconds(1), Simulator.SECRET);

        simulator.patch(
                "/api/v2/users",
                "{\"users\":[{\"id\":\"leaver\",\"set\":{\"revoke_tokens_issued_before\":\"%s\"}}]}"
                        .formatted(revocation));

        assertThat(simulator.as(older, "GET", CALL, null).status()).isEqualTo(401);
        assertThat(simulator.as(newer, "GET", CALL, null).status()).isEqualTo(200);
        assertThat(simulator.asUser("owner", "GET", CALL, null).status()).isEqualTo(200);

        simulator.patch(
                "/api/v2/users", "{\"users\":[{\"id\":\"leaver\",\"set\":{\"revoke_tokens_issued_before\":null}}]}");
        assertThat(simulator.as(older, "GET", CALL, null).status()).isEqualTo(200);
    }

    @Test
    void revokesTheTokensOfEverybodyButServers() {
        try (Simulator own = Simulator.start()) {
            own.livestream("auth", "owner");
            own.patch("/api/v2/app", "{\"revoke_tokens_issued_before\":\"%s\"}".formatted(Instant.now()));

            assertThat(own.asUser("owner", "GET", CALL, null).status()).isEqualTo(401);
            assertThat(own.get(CALL).status()).isEqualTo(200);
        }
    }

    @Test
    void callTokensAreGoodForTheirCallsOnly() {
        simulator.livestream("other", "owner");
        String token = Jwt.sign(
                "{\"user_id\":\"owner\",\"call_cids\":[\"livestream:auth\"],\"role\":\"host\"}", Simulator.SECRET);

        assertThat(simulator.as(token, "GET", CALL, null).status()).isEqualTo(200);
        assertThat(simulator
                        .as(token, "GET", "/api/v2/video/call/livestream/other", null)
                        .code())
                .isEqualTo(17);
    }

    @Test
    void anonymousViewersReadWithACallToken() {
        String token = Jwt.sign(
                "{\"user_id\":\"!anon\",\"role\":\"viewer\",\"call_cids\":[\"livestream:auth\"]}", Simulator.SECRET);
        Map<String, String> headers = Map.of("Authorization", token, "stream-auth-type", "anonymous");

        assertThat(simulator.send("GET", Simulator.withKey(CALL), headers, null).status())
                .isEqualTo(200);
        assertThat(simulator
                        .send("POST", Simulator.withKey(CALL + "/go_live"), headers, "{}")
                        .code())
                .isEqualTo(17);
    }

    @Test
    void usersMayNotDoWhatServersDo() {
        simulator.users("somebody");
        for (String path : new String[] {"/api/v2/app", "/api/v2/video/calltypes/livestream", "/api/v2/roles"}) {
            Answer answer = simulator.asUser("somebody", "GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.code()).as(path).isEqualTo(17);
        }
    }

    @Test
    void usersMayNotTakeAnotherRole() {
        simulator.users("climber");

        Answer upsert = simulator.asUser(
                "climber",
                "POST",
                "/api/v2/users",
                "{\"users\":{\"climber\":{\"id\":\"climber\",\"role\":\"admin\"}}}");
        Answer patch = simulator.asUser(
                "climber", "PATCH", "/api/v2/users", "{\"users\":[{\"id\":\"climber\",\"set\":{\"role\":\"admin\"}}]}");

        assertThat(upsert.code()).isEqualTo(17);
        assertThat(patch.code()).isEqualTo(17);
    }

    @Test
    void goLiveByAStrangerNamesActionAndScope() {
        simulator.users("stranger");

        Answer answer = simulator.asUser("stranger", "POST", CALL + "/go_live", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo(17);
        assertThat(answer.body().path("message").asText())
                .startsWith(
                        "GoLive failed with error: \"User 'stranger' with role 'user' is not allowed to perform action ")
                .contains("in scope 'video:livestream'");
    }

    @Test
    void theErrorBodyHasGetStreamsShape() {
        Answer answer = simulator.get("/api/v2/video/call/livestream/nowhere");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("code").asInt()).isEqualTo(16);
        assertThat(answer.body().path("StatusCode").asInt()).isEqualTo(404);
        assertThat(answer.body().path("message").asText()).startsWith("GetCall failed with error: \"");
        assertThat(answer.body().path("duration").asText()).matches("\\d+\\.\\d\\dms");
        assertThat(answer.body().path("more_info").asText()).startsWith("https://getstream.io/");
        assertThat(answer.body().path("details").isArray()).isTrue();
        assertThat(answer.body().path("unrecoverable").asBoolean()).isTrue();
    }
}
