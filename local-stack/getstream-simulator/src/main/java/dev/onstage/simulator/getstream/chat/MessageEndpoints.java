package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.chat.ChatViews.ChannelResponse;
import dev.onstage.simulator.getstream.chat.ChatViews.MessageResponse;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.UserResponse;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.Filter;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages and bans over HTTP. */
final class MessageEndpoints {

    private final Channels channels;
    private final Messages messages;
    private final Bans bans;
    private final ChatPermissions permissions;
    private final ChatViews views;
    private final Moderation moderation;
    private final Users users;

    MessageEndpoints(
            Channels channels,
            Messages messages,
            Bans bans,
            ChatPermissions permissions,
            ChatViews views,
            Moderation moderation,
            Users users) {
        this.channels = channels;
        this.messages = messages;
        this.bans = bans;
        this.permissions = permissions;
        this.views = views;
        this.moderation = moderation;
        this.users = users;
    }

    void register(Api api) {
        api.on(HttpMethod.POST, "/chat/channels/:type/:id/message", "SendMessage", this::send);
        api.on(HttpMethod.GET, "/chat/messages/:id", "GetMessage", this::get);
        api.on(HttpMethod.POST, "/chat/messages/:id", "UpdateMessage", this::edit);
        api.on(HttpMethod.DELETE, "/chat/messages/:id", "DeleteMessage", this::delete);
        api.on(HttpMethod.POST, "/chat/messages/:id/undelete", "UndeleteMessage", this::undelete);
        api.on(HttpMethod.POST, "/moderation/ban", "Ban", this::ban);
        api.on(HttpMethod.POST, "/moderation/unban", "Unban", this::unban);
        api.on(HttpMethod.DELETE, "/moderation/ban", "Unban", this::unban);
        api.on(HttpMethod.GET, "/chat/query_banned_users", "QueryBannedUsers", this::queryBans);
    }

    record SendRequest(Messages.@Nullable MessageRequest message) {}

    record UndeleteRequest(@Nullable String undeletedBy) {}

    record MessageAnswer(MessageResponse message) {}

    /** The first version's clients name a channel by {@code type} and {@code id}. */
    record BanRequest(
            @Nullable String targetUserId,
            @Nullable String type,
            @Nullable String id,
            @Nullable String bannedById,
            @Nullable String channelCid,
            @Nullable Integer timeout,
            @Nullable String reason,
            @Nullable Boolean shadow) {}

    record UnbanRequest(@Nullable String unbannedById) {}

    record BanResponse(
            UserResponse user,
            @Nullable UserResponse bannedBy,
            @Nullable ChannelResponse channel,
            @Nullable String reason,
            boolean shadow,
            @Nullable Instant expires,
            Instant createdAt) {}

    private Object send(ApiRequest request) {
        Channel channel = channels.require(request.path("type"), request.path("id"));
        return new MessageAnswer(views.message(messages.post(request.caller(), channel, message(request))));
    }

    private static Messages.MessageRequest message(ApiRequest request) {
        Messages.MessageRequest message = request.body(SendRequest.class).message();
        if (message == null) {
            throw ApiError.invalid("message", "is missing");
        }
        return message;
    }

    private Object get(ApiRequest request) {
        Message message = messages.require(request.path("id"));
        permissions.require(request.caller(), channels.require(message.cid()), "read-channel");
        return new MessageAnswer(views.message(message));
    }

    private Object edit(ApiRequest request) {
        String text = Objects.requireNonNullElse(message(request).text(), "");
        return new MessageAnswer(views.message(messages.edit(request.caller(), request.path("id"), text)));
    }

    private Object delete(ApiRequest request) {
        boolean hard = Boolean.parseBoolean(request.query("hard"));
        return new MessageAnswer(views.message(messages.delete(request.caller(), request.path("id"), hard)));
    }

    private Object undelete(ApiRequest request) {
        request.requireServer("undelete-message");
        String by = request.body(UndeleteRequest.class).undeletedBy();
        if (by == null) {
            throw ApiError.invalid("undeleted_by", "is missing");
        }
        users.require(by);
        return new MessageAnswer(views.message(messages.undelete(request.path("id"))));
    }

    private Object ban(ApiRequest request) {
        BanRequest body = request.body(BanRequest.class);
        if (body.targetUserId() == null) {
            throw ApiError.invalid("target_user_id", "is missing");
        }
        String cid = cid(body.channelCid(), body.type(), body.id());
        requireModerator(request.caller(), cid);
        moderation.ban(
                body.targetUserId(),
                cid,
                moderator(request.caller(), body.bannedById()),
                body.reason(),
                Boolean.TRUE.equals(body.shadow()),
                body.timeout());
        return Map.of();
    }

    private Object unban(ApiRequest request) {
        String target = request.query("target_user_id");
        if (target == null) {
            throw ApiError.invalid("target_user_id", "is missing");
        }
        String cid = cid(request.query("channel_cid"), request.query("type"), request.query("id"));
        requireModerator(request.caller(), cid);
        String by = request.body(UnbanRequest.class).unbannedById();
        moderation.unban(
                target, cid, request.caller().isServer() ? by : request.caller().name());
        return Map.of();
    }

    private static @Nullable String cid(@Nullable String cid, @Nullable String type, @Nullable String id) {
        return cid == null && type != null && id != null ? type + ":" + id : cid;
    }

    private void requireModerator(Caller caller, @Nullable String cid) {
        if (cid != null) {
            permissions.require(caller, channels.require(cid), "ban-channel-member");
        } else if (!caller.isServer()) {
            throw ApiError.notAllowed(caller.name(), "user", "ban-user", "app");
        }
    }

    private String moderator(Caller caller, @Nullable String bannedById) {
        if (!caller.isServer()) {
            return caller.name();
        }
        if (bannedById == null) {
            throw ApiError.of(Code.INVALID_INPUT, "banned_by_id must be provided when using server side auth.");
        }
        return users.require(bannedById).id();
    }

    private Object queryBans(ApiRequest request) {
        request.requireServer("query-banned-users");
        JsonNode payload = request.queryJson("payload");
        Filter filter = Filter.of(payload == null ? null : payload.get("filter_conditions"));
        List<BanResponse> found = bans.all().stream()
                .filter(ban -> filter.test(queryable(ban)))
                .map(this::view)
                .toList();
        return Map.of("bans", found);
    }

    private static JsonNode queryable(Bans.Ban ban) {
        return Wire.NANOSECONDS
                .mapper()
                .createObjectNode()
                .put("user_id", ban.userId())
                .put("channel_cid", ban.cid())
                .put("banned_by_id", ban.bannedBy())
                .put("reason", ban.reason());
    }

    private BanResponse view(Bans.Ban ban) {
        return new BanResponse(
                UserResponse.of(users.require(ban.userId())),
                ban.bannedBy() == null
                        ? null
                        : users.find(ban.bannedBy()).map(UserResponse::of).orElse(null),
                ban.cid() == null
                        ? null
                        : channels.find(ban.cid())
                                .map(channel -> views.channel(channel, null))
                                .orElse(null),
                ban.reason(),
                ban.shadow(),
                ban.expires(),
                ban.createdAt());
    }
}
