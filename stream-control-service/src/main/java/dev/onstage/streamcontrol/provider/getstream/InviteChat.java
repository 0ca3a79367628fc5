package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChangeMembers;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelData;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelMember;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelType;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.CreateChannelType;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.QueryChannel;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.UpdateChannelType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Chat in which signed-in people read and invited people write. The rule is enforced by GetStream through the grants of an
 * own channel type: being invited is being a member of the channel. The built-in type {@code livestream} would let
 * everybody write.
 */
@ApplicationScoped
class InviteChat {

    static final String TYPE = "livestream_invite";

    static final Map<String, List<String>> GRANTS = Map.of(
            "user", List.of("read-channel", "read-channel-members", "flag-message", "mute-channel", "join-call"),
            "channel_member",
                    List.of(
                            "read-channel",
                            "create-message",
                            "create-reaction",
                            "update-message-owner",
                            "delete-message-owner",
                            "flag-message"),
            "channel_moderator",
                    List.of(
                            "read-channel",
                            "create-message",
                            "create-reaction",
                            "update-message-owner",
                            "delete-message-owner",
                            "flag-message",
                            "ban-channel-member",
                            "delete-message",
                            "update-channel-cooldown",
                            "update-channel-frozen"),
            "guest", List.of("read-channel"),
            "anonymous", List.of());

    private static final String AUTOMOD = "disabled";
    private static final String AUTOMOD_BEHAVIOR = "flag";
    private static final int LONGEST_MESSAGE = 5000;

    private final ChatApi chat;
    private final GetStreamCalls calls;

    InviteChat(@RestClient ChatApi chat, GetStreamCalls calls) {
        this.chat = chat;
        this.calls = calls;
    }

    /** Creates the channel type and the channel, or finds them; returns the channel's cid. Idempotent. */
    Uni<String> ensureChannel(String channelId, String broadcasterUserId, String title) {
        return ensureType().chain(() -> ensureChannelOfType(channelId, broadcasterUserId, title));
    }

    /** Gives a user a role in the channel, or takes it. Idempotent. */
    Uni<Void> setRole(String channelId, String userId, ChatRole role) {
        return switch (role) {
            case NONE -> change(channelId, "remove from the chat", ChangeMembers.removing(userId));
            case MEMBER -> assign(channelId, new ChannelMember(userId, "channel_member"));
            case MODERATOR -> assign(channelId, new ChannelMember(userId, "channel_moderator"));
        };
    }

    /** Whether adding somebody who is a member already changes their role is not documented: so it is set as well. */
    private Uni<Void> assign(String channelId, ChannelMember member) {
        return change(channelId, "add to the chat", ChangeMembers.adding(member))
                .chain(() -> change(channelId, "set a role in the chat", ChangeMembers.assigning(member)));
    }

    private Uni<Void> change(String channelId, String what, ChangeMembers body) {
        return calls.repeatable(what, () -> chat.changeMembers(TYPE, channelId, body))
                .replaceWithVoid();
    }

    private Uni<Void> ensureType() {
        return calls.repeatable("read the chat channel type", () -> chat.getChannelType(TYPE))
                .chain(this::healGrants)
                .onFailure(InviteChat::isNotFound)
                .recoverWithUni(this::createType);
    }

    private Uni<Void> createType() {
        CreateChannelType body = new CreateChannelType(TYPE, AUTOMOD, AUTOMOD_BEHAVIOR, LONGEST_MESSAGE, GRANTS);
        return calls.once("create the chat channel type", () -> chat.createChannelType(body))
                .replaceWithVoid()
                // Somebody else may have created it meanwhile: what counts is that it exists.
                .onFailure(failure -> failure instanceof ProviderException)
                .recoverWithUni(
                        failure -> calls.repeatable("read the chat channel type", () -> chat.getChannelType(TYPE))
                                .onFailure()
                                .transform(secondary -> failure)
                                .chain(this::healGrants));
    }

    private Uni<Void> healGrants(ChannelType type) {
        if (grantsAsWanted(type.grants())) {
            return Uni.createFrom().voidItem();
        }
        UpdateChannelType body = new UpdateChannelType(
                Objects.requireNonNullElse(type.automod(), AUTOMOD),
                Objects.requireNonNullElse(type.automodBehavior(), AUTOMOD_BEHAVIOR),
                Objects.requireNonNullElse(type.maxMessageLength(), LONGEST_MESSAGE),
                GRANTS);
        return calls.repeatable("set the grants of the chat channel type", () -> chat.updateChannelType(TYPE, body))
                .replaceWithVoid();
    }

    private Uni<String> ensureChannelOfType(String channelId, String broadcasterUserId, String title) {
        QueryChannel body = new QueryChannel(
                new ChannelData(
                        broadcasterUserId,
                        Map.of("name", title),
                        List.of(new ChannelMember(broadcasterUserId, "channel_moderator"))),
                false);
        return calls.repeatable("create the chat channel", () -> chat.getOrCreateChannel(TYPE, channelId, body))
                .map(answer -> answer.channel().cid());
    }

    static boolean grantsAsWanted(@Nullable Map<String, List<String>> grants) {
        if (grants == null) {
            return false;
        }
        return GRANTS.entrySet().stream()
                .allMatch(wanted -> asSet(grants.get(wanted.getKey())).equals(asSet(wanted.getValue())));
    }

    private static Set<String> asSet(@Nullable List<String> permissions) {
        return permissions == null ? Set.of() : new HashSet<>(permissions);
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ProviderException provider && provider.kind() == Kind.NOT_FOUND;
    }
}
