package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.UserResponse;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.Wire;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Channels, members and messages as GetStream shows them. */
final class ChatViews {

    private static final int LISTED_MEMBERS = 100;

    private final Users users;
    private final ChannelTypes types;
    private final ChatPermissions permissions;
    private final Bans bans;

    ChatViews(Users users, ChannelTypes types, ChatPermissions permissions, Bans bans) {
        this.users = users;
        this.types = types;
        this.permissions = permissions;
        this.bans = bans;
    }

    record ChannelResponse(
            String id,
            String type,
            String cid,
            UserResponse createdBy,
            ObjectNode custom,
            String team,
            boolean frozen,
            boolean disabled,
            int cooldown,
            int memberCount,
            int messageCount,
            @Nullable Instant lastMessageAt,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant deletedAt,
            List<String> ownCapabilities,
            ObjectNode config) {}

    record MemberResponse(
            String userId,
            UserResponse user,
            String channelRole,
            String role,
            boolean banned,
            boolean shadowBanned,
            boolean notificationsMuted,
            ObjectNode custom,
            Instant createdAt,
            Instant updatedAt) {}

    record MessageResponse(
            String id,
            String cid,
            String type,
            String text,
            String html,
            UserResponse user,
            List<String> attachments,
            ObjectNode custom,
            List<UserResponse> mentionedUsers,
            boolean mentionedChannel,
            boolean mentionedHere,
            List<String> latestReactions,
            List<String> ownReactions,
            Map<String, Integer> reactionCounts,
            Map<String, Integer> reactionScores,
            @Nullable Map<String, Integer> reactionGroups,
            int replyCount,
            int deletedReplyCount,
            List<String> restrictedVisibility,
            boolean pinned,
            boolean shadowed,
            boolean silent,
            @Nullable String parentId,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant deletedAt) {}

    /** The channel as {@code caller} sees it; null for nobody in particular. */
    ChannelResponse channel(Channel channel, @Nullable Caller caller) {
        return new ChannelResponse(
                channel.id(),
                channel.type(),
                channel.cid(),
                UserResponse.of(users.require(channel.createdBy())),
                channel.custom(),
                channel.team(),
                channel.frozen(),
                false,
                channel.cooldown(),
                channel.members().size(),
                channel.messageCount(),
                channel.lastMessageAt(),
                channel.createdAt(),
                channel.updatedAt(),
                null,
                caller == null ? List.of() : permissions.capabilities(caller, channel),
                config(types.require(channel.type()), channel.configOverrides()));
    }

    /** A type's settings as one flat object. */
    ObjectNode type(ChannelType type) {
        ObjectNode view = config(type, null);
        view.set("grants", Wire.NANOSECONDS.mapper().valueToTree(type.grants()));
        view.putArray("permissions");
        return view;
    }

    private static ObjectNode config(ChannelType type, @Nullable ObjectNode overrides) {
        ObjectNode config = type.features().deepCopy();
        config.put("name", type.name());
        config.put("automod", type.automod());
        config.put("automod_behavior", type.automodBehavior());
        config.put("max_message_length", type.maxMessageLength());
        config.putPOJO("created_at", type.createdAt());
        config.putPOJO("updated_at", type.updatedAt());
        config.putArray("commands");
        if (overrides != null) {
            config.setAll(overrides);
        }
        return config;
    }

    List<MemberResponse> members(Channel channel) {
        return members(channel, channel.members().stream().limit(LISTED_MEMBERS).toList());
    }

    List<MemberResponse> members(Channel channel, Collection<ChannelMember> members) {
        return members.stream().map(member -> member(channel, member)).toList();
    }

    MemberResponse member(Channel channel, ChannelMember member) {
        var ban = bans.inForce(member.userId(), channel.cid());
        return new MemberResponse(
                member.userId(),
                UserResponse.of(users.require(member.userId())),
                member.channelRole(),
                member.channelRole().equals("channel_moderator") ? "moderator" : "member",
                ban.filter(each -> !each.shadow()).isPresent(),
                ban.filter(Bans.Ban::shadow).isPresent(),
                false,
                member.custom(),
                member.createdAt(),
                member.updatedAt());
    }

    MessageResponse message(Message message) {
        boolean shadowed = bans.inForce(message.userId(), message.cid())
                .filter(Bans.Ban::shadow)
                .isPresent();
        return new MessageResponse(
                message.id(),
                message.cid(),
                message.type(),
                message.text(),
                "<p>" + message.text().replace("&", "&amp;").replace("<", "&lt;") + "</p>\n",
                UserResponse.of(users.require(message.userId())),
                List.of(),
                message.custom(),
                List.of(),
                false,
                false,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                0,
                0,
                List.of(),
                false,
                shadowed,
                false,
                message.parentId(),
                message.createdAt(),
                message.updatedAt(),
                message.deletedAt());
    }
}
