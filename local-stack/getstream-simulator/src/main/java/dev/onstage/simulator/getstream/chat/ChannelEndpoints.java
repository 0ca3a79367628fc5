package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.chat.ChatViews.ChannelResponse;
import dev.onstage.simulator.getstream.chat.ChatViews.MemberResponse;
import dev.onstage.simulator.getstream.chat.ChatViews.MessageResponse;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.user.UserResponse;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Channel types and channels over HTTP. */
final class ChannelEndpoints {

    private static final String TYPES = "/chat/channeltypes";
    private static final String CHANNEL = "/chat/channels/:type/:id";
    private static final int LISTED_MESSAGES = 25;

    private final ChannelTypes types;
    private final Channels channels;
    private final Messages messages;
    private final ChatPermissions permissions;
    private final ChatViews views;

    ChannelEndpoints(
            ChannelTypes types, Channels channels, Messages messages, ChatPermissions permissions, ChatViews views) {
        this.types = types;
        this.channels = channels;
        this.messages = messages;
        this.permissions = permissions;
        this.views = views;
    }

    void register(Api api) {
        api.on(HttpMethod.GET, TYPES, "ListChannelTypes", this::listTypes);
        api.on(HttpMethod.POST, TYPES, "CreateChannelType", this::createType);
        api.on(HttpMethod.GET, TYPES + "/:name", "GetChannelType", this::getType);
        api.on(HttpMethod.PUT, TYPES + "/:name", "UpdateChannelType", this::updateType);
        api.on(HttpMethod.DELETE, TYPES + "/:name", "DeleteChannelType", this::deleteType);
        api.on(HttpMethod.POST, CHANNEL + "/query", "GetOrCreateChannel", this::query);
        api.on(HttpMethod.POST, CHANNEL, "UpdateChannel", this::update);
        api.on(HttpMethod.PATCH, CHANNEL, "UpdateChannelPartial", this::patch);
        api.on(HttpMethod.DELETE, CHANNEL, "DeleteChannel", this::delete);
    }

    record QueryRequest(
            Channels.@Nullable ChannelData data, @Nullable Boolean state) {}

    record ChannelState(
            ChannelResponse channel,
            List<MemberResponse> members,
            @Nullable MemberResponse membership,
            List<MessageResponse> messages,
            List<MessageResponse> pinnedMessages,
            List<String> threads,
            List<String> read,
            List<UserResponse> watchers,
            int watcherCount) {}

    record UpdateRequest(
            @Nullable List<Channels.MemberRequest> addMembers,
            @Nullable List<String> removeMembers,
            @Nullable List<Channels.MemberRequest> assignRoles,
            @Nullable List<String> addModerators,
            @Nullable List<String> demoteModerators,
            Channels.@Nullable ChannelData data,
            @Nullable Integer cooldown) {}

    record PatchRequest(@Nullable ObjectNode set, @Nullable List<String> unset) {}

    record ChannelAndMembers(ChannelResponse channel, List<MemberResponse> members) {}

    private Object listTypes(ApiRequest request) {
        request.requireServer("list-channel-types");
        Map<String, ObjectNode> byName = new TreeMap<>();
        types.all().forEach(type -> byName.put(type.name(), views.type(type)));
        return Map.of("channel_types", byName);
    }

    private Object getType(ApiRequest request) {
        request.requireServer("read-channel-type");
        return views.type(types.require(request.path("name")));
    }

    private Object createType(ApiRequest request) {
        request.requireServer("create-channel-type");
        return views.type(types.create(request.body(ObjectNode.class)));
    }

    private Object updateType(ApiRequest request) {
        request.requireServer("update-channel-type");
        return views.type(types.update(request.path("name"), request.body(ObjectNode.class)));
    }

    private Object deleteType(ApiRequest request) {
        request.requireServer("delete-channel-type");
        String name = request.path("name");
        if (channels.anyOf(name)) {
            throw ApiError.of(Code.INVALID_INPUT, "channel type " + name + " still has channels");
        }
        types.delete(name);
        return Map.of();
    }

    private Object query(ApiRequest request) {
        QueryRequest body = request.body(QueryRequest.class);
        Channels.ChannelData data = body.data() == null ? Channels.ChannelData.NONE : body.data();
        Channel channel = channels.getOrCreate(request.caller(), request.path("type"), request.path("id"), data);
        boolean withMessages = !Boolean.FALSE.equals(body.state());
        return new ChannelState(
                views.channel(channel, request.caller()),
                views.members(channel),
                channel.member(request.caller().name())
                        .map(member -> views.member(channel, member))
                        .orElse(null),
                withMessages
                        ? messages.last(channel, LISTED_MESSAGES).stream()
                                .map(views::message)
                                .toList()
                        : List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    private Object update(ApiRequest request) {
        UpdateRequest body = request.body(UpdateRequest.class);
        Channel channel = channel(request);
        List<Channels.MemberRequest> moderators = moderators(body.addModerators(), "channel_moderator");
        List<Channels.MemberRequest> demoted = moderators(body.demoteModerators(), "channel_member");
        if (body.addMembers() != null
                || body.removeMembers() != null
                || body.assignRoles() != null
                || !moderators.isEmpty()
                || !demoted.isEmpty()) {
            permissions.require(request.caller(), channel, "update-channel-members");
            channels.changeMembers(channel, body.addMembers(), body.removeMembers(), body.assignRoles());
            channels.changeMembers(channel, moderators, null, demoted);
        }
        if (body.cooldown() != null) {
            permissions.require(request.caller(), channel, "update-channel-cooldown");
            channels.cooldown(channel, body.cooldown());
        }
        if (body.data() != null && body.data().custom() != null) {
            permissions.require(request.caller(), channel, "update-channel");
            channels.replaceCustom(channel, body.data().custom());
        }
        return answer(request, channel);
    }

    private static List<Channels.MemberRequest> moderators(@Nullable List<String> userIds, String role) {
        return userIds == null
                ? List.of()
                : userIds.stream()
                        .map(id -> new Channels.MemberRequest(id, role, null))
                        .toList();
    }

    private Object patch(ApiRequest request) {
        PatchRequest body = request.body(PatchRequest.class);
        if (body.set() == null && body.unset() == null) {
            throw ApiError.invalid("set", "and unset are both missing");
        }
        Channel channel = channel(request);
        channels.patch(request.caller(), channel, body.set(), body.unset() == null ? List.of() : body.unset());
        return answer(request, channel);
    }

    private Object delete(ApiRequest request) {
        request.requireServer("delete-channel");
        Channel channel = channel(request);
        ChannelResponse view = views.channel(channel, null);
        channels.delete(channel);
        return Map.of("channel", view);
    }

    private Channel channel(ApiRequest request) {
        return channels.require(request.path("type"), request.path("id"));
    }

    private Object answer(ApiRequest request, Channel channel) {
        return new ChannelAndMembers(views.channel(channel, request.caller()), views.members(channel));
    }
}
