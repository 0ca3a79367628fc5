package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users, guests and roles. */
class UserTest {

    private Simulator simulator;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void anUpsertCreatesWithTheRoleUser() {
        Answer answer = simulator.post(
                "/api/v2/users", "{\"users\":{\"mara\":{\"id\":\"mara\",\"name\":\"Mara\",\"custom\":{\"a\":1}}}}");

        assertThat(answer.status()).isEqualTo(201);
        JsonNode user = answer.body().at("/users/mara");
        assertThat(user.path("role").asText()).isEqualTo("user");
        assertThat(user.at("/custom/a").asInt()).isEqualTo(1);
        for (String required : new String[] {
            "created_at", "updated_at", "banned", "online", "language", "teams", "blocked_user_ids", "shadow_banned"
        }) {
            assertThat(user.has(required)).as(required).isTrue();
        }
    }

    @Test
    void anUpsertOverwritesAndKeepsTheBirthday() {
        long created = user("{\"id\":\"mara\",\"role\":\"admin\",\"custom\":{\"a\":1}}")
                .path("created_at")
                .asLong();
        JsonNode after = user("{\"id\":\"mara\",\"name\":\"M\"}");

        assertThat(after.path("created_at").asLong()).isEqualTo(created);
        assertThat(after.path("updated_at").asLong()).isGreaterThan(created);
        assertThat(after.path("role").asText()).isEqualTo("user");
        assertThat(after.path("custom")).isEmpty();
    }

    @Test
    void aPartialUpdateTouchesTheNamedFieldsOnly() {
        user("{\"id\":\"mara\",\"name\":\"Mara\",\"custom\":{\"a\":1,\"b\":2}}");
        JsonNode after = simulator
                .patch(
                        "/api/v2/users",
                        "{\"users\":[{\"id\":\"mara\",\"set\":{\"role\":\"moderator\",\"c\":3},\"unset\":[\"a\"]}]}")
                .body()
                .at("/users/mara");

        assertThat(after.path("name").asText()).isEqualTo("Mara");
        assertThat(after.path("role").asText()).isEqualTo("moderator");
        assertThat(after.path("custom").toString()).isEqualTo("{\"b\":2,\"c\":3}");
        assertThat(simulator
                        .patch("/api/v2/users", "{\"users\":[{\"id\":\"ghost\",\"set\":{}}]}")
                        .code())
                .isEqualTo(16);
    }

    @Test
    void changesOfUsersAreReported() {
        try (HookReceiver receiver = new HookReceiver()) {
            simulator.hook(receiver.url(), "user.updated");
            simulator.users("mara");
            simulator.patch("/api/v2/users", "{\"users\":[{\"id\":\"mara\",\"set\":{\"name\":\"New\"}}]}");

            JsonNode event = receiver.await("user.updated", 1).get(0);
            assertThat(event.at("/user/name").asText()).isEqualTo("New");
        }
    }

    @Test
    void usersAreQueried() {
        simulator.users("mara", "lena");
        String payload = "%7B%22filter_conditions%22%3A%7B%22id%22%3A%22lena%22%7D%7D";

        JsonNode users =
                simulator.get("/api/v2/users?payload=" + payload).body().path("users");
        assertThat(users).hasSize(1);
        assertThat(users.at("/0/id").asText()).isEqualTo("lena");
    }

    @Test
    void rolesAreCreatedOnceAndOnlyKnownOnesAreAccepted() {
        assertThat(refusedRole()).isEqualTo(4);
        assertThat(simulator.post("/api/v2/roles", "{\"name\":\"vip\"}").status())
                .isEqualTo(201);
        assertThat(simulator.post("/api/v2/roles", "{\"name\":\"vip\"}").code()).isEqualTo(6);
        assertThat(simulator.post("/api/v2/roles", "{\"name\":\"admin\"}").code())
                .isEqualTo(6);
        assertThat(simulator
                        .post("/api/v2/roles", "{\"name\":\"" + "x".repeat(65) + "\"}")
                        .code())
                .isEqualTo(4);
        assertThat(refusedRole()).isZero();
        assertThat(simulator.get("/api/v2/roles").body().toString()).contains("vip", "channel_member", "host");
    }

    private int refusedRole() {
        return simulator
                .post("/api/v2/users", "{\"users\":{\"v\":{\"id\":\"v\",\"role\":\"vip\"}}}")
                .code();
    }

    @Test
    void aRoleIsRemovedWhenNobodyHasIt() {
        simulator.role("vip");
        simulator.userWithRole("vera", "vip");
        assertThat(deleteRole().code()).isEqualTo(4);

        simulator.post("/api/v2/users/delete", "{\"user_ids\":[\"vera\"],\"user\":\"hard\"}");

        org.awaitility.Awaitility.await()
                .atMost(Simulator.PATIENCE)
                .until(() -> deleteRole().status() == 200);
        assertThat(deleteRole().code()).isEqualTo(16);
    }

    private Answer deleteRole() {
        return simulator.as(Jwt.server(Simulator.SECRET), "DELETE", "/api/v2/roles/vip", null);
    }

    @Test
    void anAppHas25CustomRoles() {
        for (int number = 1; number <= 25; number++) {
            simulator.post("/api/v2/roles", "{\"name\":\"role-" + number + "\"}");
        }

        assertThat(simulator.post("/api/v2/roles", "{\"name\":\"role-26\"}").code())
                .isEqualTo(4);
    }

    @Test
    void guestsComeWithoutATokenAndLeaveWithOne() {
        Answer answer =
                simulator.send("POST", Simulator.withKey("/api/v2/guest"), Map.of(), "{\"user\":{\"id\":\"guest-1\"}}");
        simulator.livestream("main", "mara");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/user/role").asText()).isEqualTo("guest");
        String token = answer.body().path("access_token").asText();
        assertThat(simulator
                        .as(token, "GET", "/api/v2/video/call/livestream/main", null)
                        .code())
                .isEqualTo(17);

        simulator.patch("/api/v2/app", "{\"guest_user_creation_disabled\":true}");
        assertThat(simulator
                        .send("POST", Simulator.withKey("/api/v2/guest"), Map.of(), "{\"user\":{\"id\":\"guest-2\"}}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyBecomesAGuestWhoIsThereOrAnybodyElseByNamingAnId() {
        simulator.users("mara");

        JsonNode first = guest("passer-by");
        JsonNode second = guest("passer-by");
        JsonNode third = guest("mara");

        assertThat(first.at("/user/id").asText())
                .startsWith("guest-")
                .endsWith("-passer-by")
                .isNotEqualTo(second.at("/user/id").asText());
        assertThat(third.at("/user/id").asText()).endsWith("-mara");
        assertThat(third.at("/user/role").asText()).isEqualTo("guest");
    }

    private JsonNode guest(String id) {
        return simulator
                .send("POST", Simulator.withKey("/api/v2/guest"), Map.of(), "{\"user\":{\"id\":\"%s\"}}".formatted(id))
                .body();
    }

    private JsonNode user(String user) {
        return simulator
                .post("/api/v2/users", "{\"users\":{\"mara\":" + user + "}}")
                .body()
                .at("/users/mara");
    }
}
