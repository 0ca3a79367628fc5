package dev.onstage.simulator.getstream;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.getstream.models.CallCreatedEvent;
import io.getstream.models.CallDeletedEvent;
import io.getstream.models.CallEndedEvent;
import io.getstream.models.CallLiveStartedEvent;
import io.getstream.models.CallMemberAddedEvent;
import io.getstream.models.CallMemberRemovedEvent;
import io.getstream.models.CallMemberUpdatedEvent;
import io.getstream.models.CallSessionEndedEvent;
import io.getstream.models.CallSessionParticipantCountsUpdatedEvent;
import io.getstream.models.CallSessionParticipantJoinedEvent;
import io.getstream.models.CallSessionParticipantLeftEvent;
import io.getstream.models.CallSessionStartedEvent;
import io.getstream.models.CallUpdatedEvent;
import io.getstream.models.ChannelCreatedEvent;
import io.getstream.models.ChannelFrozenEvent;
import io.getstream.models.ChannelUnFrozenEvent;
import io.getstream.models.MessageDeletedEvent;
import io.getstream.models.MessageNewEvent;
import io.getstream.models.MessageUpdatedEvent;
import io.getstream.models.UserBannedEvent;
import io.getstream.models.UserUnbannedEvent;
import io.getstream.services.framework.StreamHTTPClient;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GetStream's official Java SDK reads every body the simulator sends, with the mapper it uses itself. */
class JavaSdkWebhookTest {
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            entry("call.created", CallCreatedEvent.class),
            entry("call.updated", CallUpdatedEvent.class),
            entry("call.live_started", CallLiveStartedEvent.class),
            entry("call.session_started", CallSessionStartedEvent.class),
            entry("call.session_ended", CallSessionEndedEvent.class),
            entry("call.ended", CallEndedEvent.class),
            entry("call.deleted", CallDeletedEvent.class),
            entry("call.member_added", CallMemberAddedEvent.class),
            entry("call.member_updated", CallMemberUpdatedEvent.class),
            entry("call.member_removed", CallMemberRemovedEvent.class),
            entry("call.session_participant_joined", CallSessionParticipantJoinedEvent.class),
            entry("call.session_participant_left", CallSessionParticipantLeftEvent.class),
            entry("call.session_participant_count_updated", CallSessionParticipantCountsUpdatedEvent.class),
            entry("message.new", MessageNewEvent.class),
            entry("message.updated", MessageUpdatedEvent.class),
            entry("message.deleted", MessageDeletedEvent.class),
            entry("user.banned", UserBannedEvent.class),
            entry("user.unbanned", UserUnbannedEvent.class),
            entry("channel.created", ChannelCreatedEvent.class),
            entry("channel.frozen", ChannelFrozenEvent.class),
            entry("channel.unfrozen", ChannelUnFrozenEvent.class));

    /** Types this version of the SDK has no class for. */
    private static final Set<String> WITHOUT_MODEL = Set.of("ingress.started", "ingress.stopped", "ingress.error");

    private final ObjectMapper mapper = new StreamHTTPClient(Simulator.KEY, Simulator.SECRET).getObjectMapper();

    private Simulator simulator;
    private HookReceiver receiver;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        receiver = new HookReceiver();
        simulator.hook(receiver.url());
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void everyBodyIsWhatTheSdkExpects() throws IOException {
        playEverything();
        simulator.awaitIdle();

        assertThat(receiver.types())
                .contains("ingress.started", "ingress.stopped", "ingress.error")
                .contains(
                        "call.created",
                        "call.updated",
                        "call.live_started",
                        "call.session_started",
                        "call.session_participant_joined",
                        "call.session_participant_left",
                        "call.session_participant_count_updated",
                        "call.session_ended",
                        "call.ended",
                        "message.new",
                        "message.deleted",
                        "user.banned",
                        "user.unbanned");
        for (HookReceiver.Delivery delivery : receiver.deliveries()) {
            if (!WITHOUT_MODEL.contains(delivery.type())) {
                assertReads(delivery);
            }
        }
    }

    private void playEverything() {
        simulator.livestream("main", "mara");
        simulator.users("lena");
        String ingress = simulator.obs("main", "mara");
        simulator.goLive("main");
        simulator.viewers("main", 3);
        receiver.await("call.session_participant_count_updated", 1);
        simulator.control("DELETE", "/calls/livestream/main/viewers?count=2", null);
        simulator.post("/api/v2/chat/channels/livestream/main/query", """
                {"data":{"created_by_id":"mara"},"state":false}""");
        String messageId = simulator
                .control("POST", "/channels/livestream/main/messages", "{\"count\":2}")
                .body()
                .at("/messageIds/0")
                .asText();
        simulator.control("DELETE", "/messages/" + messageId, null);
        simulator.post("/api/v2/moderation/ban", """
                {"target_user_id":"lena","banned_by_id":"mara","channel_cid":"livestream:main"}""");
        simulator.post(
                "/api/v2/moderation/unban?target_user_id=lena&channel_cid=livestream:main",
                "{\"unbanned_by_id\":\"mara\"}");
        simulator.patch("/api/v2/video/call/livestream/main", "{\"custom\":{\"title\":\"Friday\"}}");
        simulator.control("POST", "/encoders/" + ingress + "/error", "{\"error\":\"pipeline failed\",\"code\":\"1\"}");
        simulator.control("DELETE", "/encoders/" + ingress, null);
        simulator.control("POST", "/calls/livestream/main/mark_ended", null);
    }

    private void assertReads(HookReceiver.Delivery delivery) throws IOException {
        Class<?> model = MODELS.get(delivery.type());
        assertThat(model).as("a model for %s", delivery.type()).isNotNull();
        JsonNode read = mapper.valueToTree(mapper.readValue(delivery.unpacked().getBytes(), model));

        assertThat(read.path("type").asText()).isEqualTo(delivery.type());
        assertThat(mapper.convertValue(read.path("created_at"), Date.class).toInstant())
                .as("created_at of %s", delivery.type())
                .isCloseTo(Instant.parse(delivery.event().path("created_at").asText()), within(1, ChronoUnit.SECONDS));
        for (String same :
                Set.of("/call_cid", "/session_id", "/call/cid", "/participant/user_session_id", "/message/id")) {
            JsonNode sent = delivery.event().at(same);
            if (!sent.isMissingNode() && !sent.isNull()) {
                assertThat(read.at(same)).as("%s of %s", same, delivery.type()).isEqualTo(sent);
            }
        }
    }
}
