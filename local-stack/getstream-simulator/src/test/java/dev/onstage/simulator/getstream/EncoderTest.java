package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The RTMPS door: address, stream key, and who may publish. */
class EncoderTest {

    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.hook(receiver.url());
        simulator.livestream("main", "mara");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void takesTheTokenOfTheBroadcasterAsKey() {
        Answer answer = simulator.control(
                "POST",
                "/encoders",
                "{\"address\":\"%s\",\"streamKey\":\"%s\",\"clientName\":\"OBS Studio\",\"version\":\"32.0.1\"}"
                        .formatted(Simulator.address("main"), Jwt.user("mara", Simulator.SECRET)));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("callCid").asText()).isEqualTo("livestream:main");
        assertThat(answer.body().path("userId").asText()).isEqualTo("mara");
        JsonNode event = receiver.await("ingress.started", 1).get(0);
        assertThat(event.path("ingress_stream_id").asText())
                .isEqualTo(answer.body().path("ingressStreamId").asText());
        assertThat(event.path("publisher_type").asText()).isEqualTo("rtmps");
        assertThat(event.path("client_name").asText()).isEqualTo("OBS Studio");
        assertThat(event.path("version").asText()).isEqualTo("32.0.1");
        assertThat(event.has("call")).isFalse();
    }

    @Test
    void refusesAWrongKeyWithTheReason() {
        refused(Jwt.user("mara", "wrong-secret"), 401, "signature");
        refused("not-a-token", 401, "JWT");
        refused(Jwt.server(Simulator.SECRET), 401, "user token");
        long past = Instant.now().getEpochSecond() - 10;
        refused(Jwt.sign("{\"user_id\":\"mara\",\"exp\":%d}".formatted(past), Simulator.SECRET), 401, "expired");
    }

    @Test
    void refusesARevokedKeyAndTakesAFreshOne() {
        Instant revocation = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        simulator.patch(
                "/api/v2/users",
                "{\"users\":[{\"id\":\"mara\",\"set\":{\"revoke_tokens_issued_before\":\"%s\"}}]}"
                        .formatted(revocation));

        refused(Jwt.user("mara", revocation.minusSeconds(1), Simulator.SECRET), 401, "revoked");
        assertThat(simulator
                        .encoder(Simulator.address("main"), Jwt.user("mara", revocation, Simulator.SECRET))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRevocationDoesNotStopWhoIsConnected() {
        simulator.obs("main", "mara");
        simulator.patch(
                "/api/v2/users",
                "{\"users\":[{\"id\":\"mara\",\"set\":{\"revoke_tokens_issued_before\":\"%s\"}}]}"
                        .formatted(Instant.now().plusSeconds(1)));

        assertThat(simulator.call("main").at("/session/participants")).hasSize(1);
    }

    @Test
    void refusesUnknownUsersAddressesAndCalls() {
        String key = Jwt.user("mara", Simulator.SECRET);

        refused(Jwt.user("ghost", Simulator.SECRET), 404, "ghost");
        assertThat(simulator.encoder("rtmp://" + Simulator.HOST + "/x", key).status())
                .isEqualTo(404);
        assertThat(simulator.encoder(Simulator.address("nowhere"), key).status())
                .isEqualTo(404);
        assertThat(simulator
                        .encoder("rtmps://" + Simulator.HOST + ":443/otherkey.livestream.main", key)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aHostThatDidNotCreateTheCallMayNotEnterBackstageNorPublish() {
        simulator.users("co-host");
        simulator.post(
                "/api/v2/video/call/livestream/main/members",
                "{\"update_members\":[{\"user_id\":\"co-host\",\"role\":\"host\"}]}");

        refused(Jwt.user("co-host", Simulator.SECRET), 403, "JoinBackstage");
        simulator.goLive("main");
        refused(Jwt.user("co-host", Simulator.SECRET), 403, "SendVideo");
    }

    @Test
    void widerGrantsLetAHostIn() {
        simulator.users("co-host");
        simulator.post(
                "/api/v2/video/call/livestream/main/members",
                "{\"update_members\":[{\"user_id\":\"co-host\",\"role\":\"host\"}]}");
        simulator.put(
                "/api/v2/video/calltypes/livestream",
                "{\"grants\":{\"host\":[\"join-call\",\"join-backstage\",\"send-video\",\"send-audio\"]}}");

        assertThat(simulator
                        .encoder(Simulator.address("main"), Jwt.user("co-host", Simulator.SECRET))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void membersWithRoleAdminMayEnterBackstage() {
        simulator.users("boss");
        simulator.post(
                "/api/v2/video/call/livestream/main/members",
                "{\"update_members\":[{\"user_id\":\"boss\",\"role\":\"admin\"}]}");

        assertThat(simulator
                        .encoder(Simulator.address("main"), Jwt.user("boss", Simulator.SECRET))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aSecondEncoderOfTheSameUserIsASecondParticipant() {
        String first = simulator.obs("main", "mara");
        String second = simulator.obs("main", "mara");
        assertThat(simulator.call("main").at("/session/participants")).hasSize(2);

        simulator.control("DELETE", "/encoders/" + first, null);

        assertThat(first).isNotEqualTo(second);
        assertThat(simulator.call("main").at("/session/participants")).hasSize(1);
        assertThat(simulator.control("DELETE", "/encoders/" + first, null).status())
                .isEqualTo(404);
    }

    @Test
    void anErrorIsReportedAndDoesNotDisconnect() {
        String obs = simulator.obs("main", "mara");
        simulator.control("POST", "/encoders/" + obs + "/error", "{\"error\":\"pipeline failed\",\"code\":\"E7\"}");

        JsonNode event = receiver.await("ingress.error", 1).get(0);
        assertThat(event.path("error").asText()).isEqualTo("pipeline failed");
        assertThat(event.path("code").asText()).isEqualTo("E7");
        assertThat(event.path("ingress_stream_id").asText()).isEqualTo(obs);
        assertThat(simulator.call("main").at("/session/participants")).hasSize(1);
    }

    @Test
    void onlyTheCreatorEntersAnEndedCall() {
        simulator.post("/api/v2/video/call/livestream/main/mark_ended", "{}");
        simulator.users("lena");

        assertThat(simulator
                        .encoder(Simulator.address("main"), Jwt.user("mara", Simulator.SECRET))
                        .status())
                .isEqualTo(201);
        refused(Jwt.user("lena", Simulator.SECRET), 403, "JoinEndedCall");
    }

    private void refused(String key, int status, String reason) {
        Answer answer = simulator.encoder(Simulator.address("main"), key);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("error").asText()).contains(reason);
    }
}
