package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Backstage;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CallAnswer;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CallData;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CreateCall;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Filter;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Member;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.SessionSettings;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Settings;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.UpdateCall;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.UpdateMembers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * {@link StreamingProvider} on GetStream's REST API.
 *
 * <p>The broadcaster is a dedicated user who is both the creator of the call and its member with role {@code host}, to which the
 * type of our calls grants what publishing takes. See {@link AccessRules}.
 */
@ApplicationScoped
class GetStreamProvider implements StreamingProvider {

    private static final String BROADCASTER_ROLE = "host";
    private static final int PAGE = 100;

    private final VideoApi video;
    private final ChatApi chat;
    private final InviteChat inviteChat;
    private final CallType callType;
    private final AppAccess access;
    private final ChatBans bans;
    private final GetStreamCalls calls;
    private final GetStreamTokens tokens;

    GetStreamProvider(
            @RestClient VideoApi video,
            @RestClient ChatApi chat,
            InviteChat inviteChat,
            CallType callType,
            AppAccess access,
            ChatBans bans,
            GetStreamCalls calls,
            GetStreamTokens tokens) {
        this.video = video;
        this.chat = chat;
        this.inviteChat = inviteChat;
        this.callType = callType;
        this.access = access;
        this.bans = bans;
        this.calls = calls;
        this.tokens = tokens;
    }

    @Override
    public Uni<ProviderCall> getCall(CallId call) {
        return readCall(call).map(CallMapper::toCall);
    }

    @Override
    public Uni<ProviderCall> goLive(CallId call) {
        return calls.once("go live", () -> video.goLive(call.type(), call.id(), Map.of()))
                .map(CallMapper::toCall);
    }

    @Override
    public Uni<ProviderCall> stopLive(CallId call) {
        return calls.once("stop live", () -> video.stopLive(call.type(), call.id(), Map.of()))
                .map(CallMapper::toCall);
    }

    @Override
    public Uni<ProvisionedCall> provision(ProvisionCommand command) {
        return access.establish()
                .chain(() -> upsert(new ChatApi.User(
                        command.broadcasterUserId(), command.broadcasterName(), null, AccessRules.BROADCASTER)))
                .chain(() -> ensureCall(command))
                .chain(call -> inviteChat
                        .ensureChannel(command.chatChannelId(), command.broadcasterUserId(), command.title())
                        .map(cid -> new ProvisionedCall(call, cid)));
    }

    @Override
    public Uni<ProviderCall> updateCall(CallId call, Duration inactivityTimeout) {
        UpdateCall body = new UpdateCall(settings(inactivityTimeout));
        return calls.repeatable("change the call", () -> video.updateCall(call.type(), call.id(), body))
                .map(CallMapper::toCall);
    }

    @Override
    public Uni<Attendance> attendance(CallId call, String userId) {
        Filter filter = new Filter(Map.of("user_id", Map.of("$eq", userId)));
        return calls.repeatable("query participants", () -> {
            Instant askedAt = Instant.now();
            return video.queryParticipants(call.type(), call.id(), PAGE, filter)
                    .map(answer -> CallMapper.toAttendance(answer, userId, askedAt, Instant.now()));
        });
    }

    @Override
    public Uni<ParticipantSessionsPage> participantSessions(
            CallId call, String providerSessionId, @Nullable String next) {
        return calls.repeatable(
                        "read participant sessions",
                        () -> video.participantSessions(call.type(), call.id(), providerSessionId, PAGE, next))
                .map(CallMapper::toPage);
    }

    @Override
    public String streamKey(String broadcasterUserId, Instant issuedAt, Instant expiresAt) {
        return tokens.userToken(broadcasterUserId, issuedAt, expiresAt);
    }

    @Override
    public Uni<Void> revokeStreamKeys(String broadcasterUserId, Instant issuedBefore) {
        return revokeTokens("revoke stream keys", broadcasterUserId, issuedBefore);
    }

    @Override
    public Uni<Void> revokeViewerTokens(String userId, Instant issuedBefore) {
        return revokeTokens("revoke viewer tokens", userId, issuedBefore);
    }

    private Uni<Void> revokeTokens(String what, String userId, Instant issuedBefore) {
        ChatApi.UpdateUsers body = new ChatApi.UpdateUsers(List.of(new ChatApi.UserChange(
                userId,
                Map.of(
                        "revoke_tokens_issued_before",
                        GetStreamTokens.backdated(issuedBefore).toString()))));
        return calls.repeatable(what, () -> chat.updateUsers(body)).replaceWithVoid();
    }

    @Override
    public Uni<Void> ensureUser(String userId, String name) {
        return ensureUser(userId, name, null);
    }

    @Override
    public Uni<Void> ensureUser(String userId, String name, @Nullable String avatarUrl) {
        ChatApi.User user = new ChatApi.User(userId, name, avatarUrl, AccessRules.VIEWER);
        return access.ensureViewers()
                .chain(() -> upsert(user))
                .onFailure(OwnType::isRejected)
                .invoke(access::forget);
    }

    /** Whether an upsert changes the role of a user that exists is not documented: the answer tells. */
    private Uni<Void> upsert(ChatApi.User user) {
        ChatApi.UpsertUsers body = new ChatApi.UpsertUsers(Map.of(user.id(), user));
        return calls.repeatable("create the user", () -> chat.upsertUsers(body)).chain(answer -> {
            String given = answer.path("users").path(user.id()).path("role").asText(user.role());
            return given.equals(user.role()) ? Uni.createFrom().voidItem() : changeRole(user.id(), user.role());
        });
    }

    private Uni<Void> changeRole(String userId, String role) {
        ChatApi.UpdateUsers body =
                new ChatApi.UpdateUsers(List.of(new ChatApi.UserChange(userId, Map.of("role", role))));
        return calls.repeatable("change the role of the user", () -> chat.updateUsers(body))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> setChatRole(String chatChannelCid, String userId, ChatRole role) {
        return inviteChat.setRole(CallId.parse(chatChannelCid).id(), userId, role);
    }

    @Override
    public Uni<Void> banFromChat(String chatChannelCid, String userId, String byUserId) {
        ChatApi.Ban body = new ChatApi.Ban(userId, byUserId, chatChannelCid);
        return calls.repeatable("ban from the chat", () -> chat.ban(body)).replaceWithVoid();
    }

    @Override
    public Uni<Void> unbanFromChat(String chatChannelCid, String userId, String byUserId) {
        ChatApi.Unban body = new ChatApi.Unban(byUserId);
        return calls.repeatable("lift a ban from the chat", () -> chat.unban(userId, chatChannelCid, body))
                .replaceWithVoid();
    }

    @Override
    public Uni<BanList> bans(@Nullable String chatChannelCid) {
        return bans.of(chatChannelCid);
    }

    /** To block is to keep from joining: whoever is in the call already stays until they are kicked. So they cannot come back. */
    @Override
    public Uni<Void> block(CallId call, String userId) {
        VideoApi.OneUser body = new VideoApi.OneUser(userId);
        return calls.repeatable("block a user", () -> video.block(call.type(), call.id(), body))
                .chain(() -> throwOut(call, userId));
    }

    /** What is answered for somebody who is not in the call is not documented: a refusal is taken for that. */
    @Override
    public Uni<Void> throwOut(CallId call, String userId) {
        VideoApi.OneUser body = new VideoApi.OneUser(userId);
        return calls.repeatable("throw a user out", () -> video.kick(call.type(), call.id(), body))
                .replaceWithVoid()
                .onFailure(GetStreamProvider::isRefused)
                .recoverWithNull();
    }

    @Override
    public Uni<Void> unblock(CallId call, String userId) {
        VideoApi.OneUser body = new VideoApi.OneUser(userId);
        return calls.repeatable("unblock a user", () -> video.unblock(call.type(), call.id(), body))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<String>> hlsAddress(CallId call) {
        return readCall(call).map(CallMapper::toHlsAddress);
    }

    @Override
    public String viewerToken(String userId, Instant issuedAt, Instant expiresAt) {
        return tokens.userToken(userId, issuedAt, expiresAt);
    }

    @Override
    public String callType() {
        return callType.name();
    }

    @Override
    public String publicKey() {
        return tokens.apiKey();
    }

    private Uni<CallAnswer> readCall(CallId call) {
        return calls.repeatable("read the call", () -> video.getCall(call.type(), call.id()));
    }

    private Uni<ProviderCall> ensureCall(ProvisionCommand command) {
        return readCall(command.call())
                .chain(answer -> heal(command, answer))
                .onFailure(OwnType::isNotFound)
                .recoverWithUni(() -> createCall(command))
                .map(CallMapper::toCall)
                .invoke(GetStreamProvider::requireRtmps);
    }

    private Uni<CallAnswer> createCall(ProvisionCommand command) {
        CreateCall body = new CreateCall(new CallData(
                command.broadcasterUserId(),
                List.of(new Member(command.broadcasterUserId(), BROADCASTER_ROLE)),
                settings(command.inactivityTimeout()),
                Map.of("title", command.title())));
        return calls.repeatable(
                "create the call",
                () -> video.getOrCreateCall(
                        command.call().type(), command.call().id(), body));
    }

    /** What get-or-create overwrites on an existing call is not documented: settings and members are set one by one. */
    private Uni<CallAnswer> heal(ProvisionCommand command, CallAnswer found) {
        if (found.call().endedAt() != null || isMadeByAnother(command, found)) {
            return Uni.createFrom().item(found);
        }
        Uni<CallAnswer> settled = Uni.createFrom().item(found);
        if (!settings(command.inactivityTimeout()).equals(found.call().settings())) {
            UpdateCall body = new UpdateCall(settings(command.inactivityTimeout()));
            settled = calls.repeatable(
                    "change the call",
                    () -> video.updateCall(command.call().type(), command.call().id(), body));
        }
        Member host = new Member(command.broadcasterUserId(), BROADCASTER_ROLE);
        if (Objects.requireNonNullElse(found.members(), List.<Member>of()).contains(host)) {
            return settled;
        }
        UpdateMembers members = new UpdateMembers(List.of(host));
        return settled.call(() -> calls.repeatable(
                "make the broadcaster a host",
                () -> video.updateMembers(command.call().type(), command.call().id(), members)));
    }

    private static boolean isMadeByAnother(ProvisionCommand command, CallAnswer found) {
        return CallMapper.toCall(found).isMadeByAnother(command.broadcasterUserId());
    }

    private static Settings settings(Duration inactivityTimeout) {
        return new Settings(new Backstage(true), new SessionSettings(Math.toIntExact(inactivityTimeout.toSeconds())));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ProviderException provider
                && (provider.kind() == Kind.NOT_FOUND || provider.kind() == Kind.REJECTED);
    }

    private static void requireRtmps(ProviderCall call) {
        if (call.endedAt() == null && !call.rtmpAddress().startsWith("rtmps://")) {
            throw new ProviderException(
                    Kind.REJECTED,
                    "GetStream gave an encoder address that is not encrypted, so the stream key would travel in the"
                            + " open.",
                    "Check ONSTAGE_GETSTREAM_BASE_URL: it must name GetStream's own API.",
                    null,
                    null);
        }
    }
}
