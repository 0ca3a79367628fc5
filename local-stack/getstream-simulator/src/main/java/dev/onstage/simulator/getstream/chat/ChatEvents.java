package dev.onstage.simulator.getstream.chat;

import dev.onstage.simulator.getstream.hook.Webhooks;
import dev.onstage.simulator.getstream.user.UserResponse;
import dev.onstage.simulator.getstream.user.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Chat events, each with the fields GetStream gives it. */
final class ChatEvents {

    private final Webhooks webhooks;
    private final ChatViews views;
    private final Users users;

    ChatEvents(Webhooks webhooks, ChatViews views, Users users) {
        this.webhooks = webhooks;
        this.views = views;
        this.users = users;
    }

    /** An event that carries the channel: created, updated, deleted. */
    void channel(String type, Channel channel, @Nullable String byUserId) {
        Map<String, @Nullable Object> fields = subject(channel);
        fields.put("channel", views.channel(channel, null));
        fields.put("user", user(byUserId));
        webhooks.publish(type, channel.cid(), fields);
    }

    void frozen(Channel channel) {
        webhooks.publish(channel.frozen() ? "channel.frozen" : "channel.unfrozen", channel.cid(), subject(channel));
    }

    /** {@code member.added}, {@code member.updated} or {@code member.removed}. */
    void member(String type, Channel channel, ChannelMember member) {
        Map<String, @Nullable Object> fields = subject(channel);
        fields.put("channel", views.channel(channel, null));
        fields.put("member", views.member(channel, member));
        fields.put("user", user(member.userId()));
        webhooks.publish(type, channel.cid(), fields);
    }

    void messageNew(Channel channel, Message message) {
        Map<String, @Nullable Object> fields = message(channel, message);
        fields.put("watcher_count", 0);
        fields.put("channel_member_count", channel.members().size());
        fields.put("channel_message_count", channel.messageCount());
        fields.put("thread_participants", List.of());
        webhooks.publish("message.new", channel.cid(), fields);
    }

    void messageUpdated(Channel channel, Message message) {
        webhooks.publish("message.updated", channel.cid(), message(channel, message));
    }

    void messageDeleted(Channel channel, Message message, boolean hard) {
        Map<String, @Nullable Object> fields = message(channel, message);
        fields.put("hard_delete", hard);
        webhooks.publish("message.deleted", channel.cid(), fields);
    }

    void messageUndeleted(Channel channel, Message message) {
        webhooks.publish("message.undeleted", channel.cid(), message(channel, message));
    }

    void banned(Bans.Ban ban, int totalBans) {
        Map<String, @Nullable Object> fields = ban(ban.userId(), ban.cid(), ban.bannedBy());
        fields.put("expiration", ban.expires());
        fields.put("reason", ban.reason());
        fields.put("shadow", ban.shadow());
        fields.put("total_bans", totalBans);
        webhooks.publish("user.banned", ban.cid(), fields);
    }

    void unbanned(Bans.Ban ban, @Nullable String byUserId) {
        Map<String, @Nullable Object> fields = ban(ban.userId(), ban.cid(), byUserId);
        fields.put("shadow", ban.shadow());
        webhooks.publish("user.unbanned", ban.cid(), fields);
    }

    private Map<String, @Nullable Object> ban(String userId, @Nullable String cid, @Nullable String byUserId) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (cid != null) {
            fields.put("cid", cid);
            fields.put("channel_type", cid.substring(0, cid.indexOf(':')));
            fields.put("channel_id", cid.substring(cid.indexOf(':') + 1));
        }
        fields.put("user", user(userId));
        fields.put("created_by", user(byUserId));
        fields.put("custom", Map.of());
        return fields;
    }

    private Map<String, @Nullable Object> message(Channel channel, Message message) {
        Map<String, @Nullable Object> fields = subject(channel);
        fields.put("message_id", message.id());
        fields.put("custom", Map.of());
        fields.put("user", user(message.userId()));
        fields.put("message", views.message(message));
        return fields;
    }

    private static Map<String, @Nullable Object> subject(Channel channel) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("cid", channel.cid());
        fields.put("channel_type", channel.type());
        fields.put("channel_id", channel.id());
        return fields;
    }

    private @Nullable UserResponse user(@Nullable String id) {
        return id == null ? null : users.find(id).map(UserResponse::of).orElse(null);
    }
}
