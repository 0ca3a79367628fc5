package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChangeMembers;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelData;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelMember;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.CreateChannelType;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.QueryChannel;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.UpdateChannelType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Chat in which people who watch read and invited people write. The rule is enforced by GetStream through the grants of an
 * own channel type: being invited is being a member of the channel. The built-in type {@code livestream} would let
 * everybody write.
 */
@ApplicationScoped
class InviteChat {

    static final String TYPE = "livestream_invite";

    private static final String AUTOMOD = "disabled";
    private static final String AUTOMOD_BEHAVIOR = "flag";
    private static final int LONGEST_MESSAGE = 5000;

    private final ChatApi chat;
    private final GetStreamCalls calls;
    private final OwnType type;

    InviteChat(@RestClient ChatApi chat, GetStreamCalls calls) {
        this.chat = chat;
        this.calls = calls;
        this.type = new OwnType("chat channel type", AccessRules.CHAT, calls, new OwnType.Api() {
            @Override
            public Uni<JsonNode> read() {
                return chat.getChannelType(TYPE);
            }

            @Override
            public Uni<JsonNode> create() {
                return chat.createChannelType(
                        new CreateChannelType(TYPE, AUTOMOD, AUTOMOD_BEHAVIOR, LONGEST_MESSAGE, AccessRules.CHAT));
            }

            @Override
            public Uni<JsonNode> update(JsonNode found) {
                return chat.updateChannelType(TYPE, withGrants(found));
            }
        });
    }

    /** As {@link OwnType#ensure()}. */
    Uni<List<Difference>> ensureType() {
        return type.ensure();
    }

    /** Creates a channel, or finds it; returns its cid. Idempotent. */
    Uni<String> ensureChannel(String channelId, String broadcasterUserId, String title) {
        QueryChannel body = new QueryChannel(
                new ChannelData(
                        broadcasterUserId,
                        Map.of("name", title),
                        List.of(new ChannelMember(broadcasterUserId, "channel_moderator"))),
                false);
        return calls.repeatable("create the chat channel", () -> chat.getOrCreateChannel(TYPE, channelId, body))
                .map(answer -> answer.channel().cid());
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

    /** GetStream wants to be told three other settings with the grants: they stay. */
    private static UpdateChannelType withGrants(JsonNode found) {
        return new UpdateChannelType(
                found.path("automod").asText(AUTOMOD),
                found.path("automod_behavior").asText(AUTOMOD_BEHAVIOR),
                found.path("max_message_length").asInt(LONGEST_MESSAGE),
                AccessRules.CHAT);
    }
}
