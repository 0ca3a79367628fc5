package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.getstream.exceptions.StreamException;
import io.getstream.models.CallRequest;
import io.getstream.models.ChannelInput;
import io.getstream.models.ChannelMemberRequest;
import io.getstream.models.CreateChannelTypeRequest;
import io.getstream.models.EventHook;
import io.getstream.models.GetOrCreateCallRequest;
import io.getstream.models.GetOrCreateCallResponse;
import io.getstream.models.GetOrCreateChannelRequest;
import io.getstream.models.GoLiveRequest;
import io.getstream.models.MemberRequest;
import io.getstream.models.QueryCallParticipantsRequest;
import io.getstream.models.StopLiveRequest;
import io.getstream.models.UpdateAppRequest;
import io.getstream.models.UpdateUserPartialRequest;
import io.getstream.models.UpdateUsersPartialRequest;
import io.getstream.models.UpdateUsersRequest;
import io.getstream.models.UserRequest;
import io.getstream.models.framework.StreamResponse;
import io.getstream.services.framework.StreamHTTPClient;
import io.getstream.services.framework.StreamSDKClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GetStream's official Java SDK, unmodified but for the base URL, takes the simulator for GetStream. */
class JavaSdkTest {

    private Simulator simulator;
    private StreamSDKClient client;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
        client = client(Simulator.SECRET);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** The SDK takes its base URL from system properties only. */
    private StreamSDKClient client(String secret) {
        Map<String, String> settings = Map.of(
                StreamHTTPClient.API_KEY_PROP_NAME,
                Simulator.KEY,
                StreamHTTPClient.API_SECRET_PROP_NAME,
                secret,
                StreamHTTPClient.API_URL_PROP_NAME,
                simulator.base());
        settings.forEach(System::setProperty);
        try {
            return new StreamSDKClient(new Properties());
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void setsUpGoesLiveAndStops() throws StreamException {
        GetOrCreateCallResponse created = provision().getData();
        assertThat(created.getCreated()).isTrue();
        assertThat(created.getCall().getBackstage()).isTrue();
        assertThat(Duration.between(created.getCall().getCreatedAt().toInstant(), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        String address = created.getCall().getIngress().getRtmp().getAddress();
        assertThat(provision().getData().getCreated()).isFalse();

        String streamKey = client.tokenBuilder().createToken("mara", 60);
        assertThat(simulator.encoder(address, streamKey).status()).isEqualTo(201);

        var live = client.video()
                .goLive("livestream", "java-main", GoLiveRequest.builder().build())
                .execute();
        assertThat(live.getData().getCall().getBackstage()).isFalse();
        assertThat(live.getData().getCall().getSession().getLiveStartedAt()).isNotNull();
        assertThat(live.getRateLimit().getLimit()).isPositive();

        simulator.viewers("java-main", 3);
        // This SDK version takes the id before the type here, unlike everywhere else.
        var participants = client.video()
                .queryCallParticipants(
                        "java-main",
                        "livestream",
                        QueryCallParticipantsRequest.builder()
                                .filterConditions(Map.of("user_id", "mara"))
                                .build())
                .execute()
                .getData();
        assertThat(participants.getTotalParticipants()).isEqualTo(1);
        assertThat(participants.getCall().getSession().getParticipantsCountByRole())
                .containsEntry("user", 3)
                .containsEntry("host", 1);

        var stopped = client.video()
                .stopLive("livestream", "java-main", StopLiveRequest.builder().build())
                .execute()
                .getData();
        assertThat(stopped.getCall().getBackstage()).isTrue();
        assertThat(stopped.getCall().getSession().getLiveEndedAt()).isNotNull();
        assertThat(stopped.getCall().getSession().getParticipantsCountByRole()).containsOnlyKeys("host");
    }

    private StreamResponse<GetOrCreateCallResponse> provision() throws StreamException {
        client.updateUsers(UpdateUsersRequest.builder()
                        .users(Map.of(
                                "mara",
                                UserRequest.builder().id("mara").name("Mara").build()))
                        .build())
                .execute();
        CallRequest call = CallRequest.builder()
                .createdByID("mara")
                .members(List.of(
                        MemberRequest.builder().userID("mara").role("host").build()))
                .custom(Map.of("title", "Friday"))
                .build();
        return client.video()
                .getOrCreateCall(
                        "livestream",
                        "java-main",
                        GetOrCreateCallRequest.builder().data(call).build())
                .execute();
    }

    @Test
    void createsTheChatChannel() throws StreamException {
        provision();
        client.chat()
                .createChannelType(CreateChannelTypeRequest.builder()
                        .name("java_invite")
                        .automod("disabled")
                        .automodBehavior("flag")
                        .maxMessageLength(500)
                        .grants(Map.of("user", List.of("read-channel")))
                        .build())
                .execute();
        ChannelInput data = ChannelInput.builder()
                .createdByID("mara")
                .members(List.of(ChannelMemberRequest.builder()
                        .userID("mara")
                        .channelRole("channel_moderator")
                        .build()))
                .build();
        var state = client.chat()
                .getOrCreateChannel(
                        "java_invite",
                        "java-main",
                        GetOrCreateChannelRequest.builder()
                                .data(data)
                                .state(false)
                                .build())
                .execute()
                .getData();

        assertThat(state.getChannel().getCid()).isEqualTo("java_invite:java-main");
        assertThat(state.getMembers().get(0).getChannelRole()).isEqualTo("channel_moderator");
    }

    @Test
    void registersAWebhookNextToAnotherOne() throws StreamException {
        registerHooks(List.of(hook("https://foreign.example.org/hook")));
        List<EventHook> before = client.getApp().execute().getData().getApp().getEventHooks();
        registerHooks(List.of(before.get(0), hook("https://onstage.example.org/hook")));

        List<EventHook> after = client.getApp().execute().getData().getApp().getEventHooks();
        assertThat(after).hasSize(2);
        assertThat(after.get(0).getId()).isEqualTo(before.get(0).getId());
        assertThat(after.get(1).getId()).isNotEqualTo(after.get(0).getId());
        assertThat(after.get(1).getEventTypes()).containsExactly("call.live_started");
    }

    private void registerHooks(List<EventHook> hooks) throws StreamException {
        client.updateApp(UpdateAppRequest.builder().eventHooks(hooks).build()).execute();
    }

    private static EventHook hook(String url) {
        return EventHook.builder()
                .hookType("webhook")
                .enabled(true)
                .webhookUrl(url)
                .eventTypes(List.of("call.live_started"))
                .build();
    }

    @Test
    void revokesTheStreamKey() throws StreamException {
        String address = provision().getData().getCall().getIngress().getRtmp().getAddress();
        String key = client.tokenBuilder().createToken("mara", 60);
        client.updateUsersPartial(UpdateUsersPartialRequest.builder()
                        .users(List.of(UpdateUserPartialRequest.builder()
                                .id("mara")
                                .set(Map.of(
                                        "revoke_tokens_issued_before",
                                        Instant.now().toString()))
                                .build()))
                        .build())
                .execute();

        assertThat(simulator.encoder(address, key).status()).isEqualTo(401);
    }

    @Test
    void understandsRefusals() {
        StreamException unknown = catchThrowableOfType(
                StreamException.class,
                () -> client.video().getCall("livestream", "nowhere").execute());
        StreamException wrongSecret =
                catchThrowableOfType(StreamException.class, () -> client("another-secret-that-is-long-enough-for-hs256")
                        .video()
                        .getCall("livestream", "nowhere")
                        .execute());

        assertThat(unknown.getResponseData().getCode()).isEqualTo(16);
        assertThat(unknown.getResponseData().getStatusCode()).isEqualTo(404);
        assertThat(wrongSecret.getResponseData().getCode()).isEqualTo(43);
    }
}
