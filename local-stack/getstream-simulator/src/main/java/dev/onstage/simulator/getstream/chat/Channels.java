package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.user.UserRequest;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The channels of the app and what can be done with one. */
final class Channels {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_!-]{1,64}");
    private static final String DEFAULT_ROLE = "channel_member";
    private static final int MAX_MEMBERS = 100;
    private static final int MAX_COOLDOWN = 120;

    private final ChannelTypes types;
    private final Users users;
    private final Roles roles;
    private final ChatPermissions permissions;
    private final ChatEvents events;
    private final SimulatorClock clock;
    private final Map<String, Channel> channels = new LinkedHashMap<>();

    Channels(
            ChannelTypes types,
            Users users,
            Roles roles,
            ChatPermissions permissions,
            ChatEvents events,
            SimulatorClock clock) {
        this.types = types;
        this.users = users;
        this.roles = roles;
        this.permissions = permissions;
        this.events = events;
        this.clock = clock;
    }

    record ChannelData(
            @Nullable String createdById,
            @Nullable UserRequest createdBy,
            @Nullable ObjectNode custom,
            @Nullable List<MemberRequest> members,
            @Nullable ObjectNode configOverrides,
            @Nullable Boolean frozen,
            @Nullable String team) {
        static final ChannelData NONE = new ChannelData(null, null, null, null, null, null, null);
    }

    record MemberRequest(
            @Nullable String userId,
            @Nullable String channelRole,
            @Nullable ObjectNode custom) {

        /** Clients of the first version's paths may give no more than an id. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static MemberRequest of(String userId) {
            return new MemberRequest(userId, null, null);
        }
    }

    Optional<Channel> find(String cid) {
        return Optional.ofNullable(channels.get(cid));
    }

    /** Whether there is a channel of that type. */
    boolean anyOf(String type) {
        return channels.values().stream().anyMatch(channel -> channel.type().equals(type));
    }

    Channel require(String type, String id) {
        return require(type + ":" + id);
    }

    Channel require(String cid) {
        Channel channel = channels.get(cid);
        if (channel == null) {
            throw ApiError.notFound("channel with cid " + cid);
        }
        return channel;
    }

    /**
     * Gets the channel or creates it with {@code data}; an existing one stays as it is. A server has to name a creator
     * either way.
     */
    Channel getOrCreate(Caller caller, String type, String id, ChannelData data) {
        types.require(type);
        String creator = creator(caller, data);
        Channel existing = channels.get(type + ":" + id);
        if (existing != null) {
            permissions.require(caller, existing, "read-channel");
            return existing;
        }
        permissions.requireCreate(caller, type);
        if (!ID.matcher(id).matches()) {
            throw ApiError.invalid("id", "must have 1 to 64 of the characters a-z, A-Z, 0-9, _, ! and -");
        }
        if (data.configOverrides() != null) {
            requireServer(caller, "config_overrides");
        }
        List<MemberRequest> members = checkedMembers(data.members());
        Channel channel = new Channel(type, id, creator, clock.now());
        if (data.custom() != null) {
            channel.custom(data.custom());
        }
        if (data.configOverrides() != null) {
            channel.configOverrides(data.configOverrides());
        }
        channel.frozen(Boolean.TRUE.equals(data.frozen()));
        channel.team(Objects.requireNonNullElse(data.team(), ""));
        members.forEach(member -> put(channel, member));
        channels.put(channel.cid(), channel);
        events.channel("channel.created", channel, creator);
        return channel;
    }

    private String creator(Caller caller, ChannelData data) {
        if (!caller.isServer()) {
            return caller.kind() == Caller.Kind.ANONYMOUS
                    ? caller.name()
                    : users.connect(caller.name()).id();
        }
        if (data.createdById() != null) {
            return users.require(data.createdById()).id();
        }
        if (data.createdBy() == null) {
            throw ApiError.of(
                    Code.INVALID_INPUT,
                    "either data.created_by or data.created_by_id must be provided when using server side auth.");
        }
        return users.upsert(data.createdBy()).id();
    }

    /** Adds and removes members and gives channel roles; each change is reported on its own. */
    void changeMembers(
            Channel channel,
            @Nullable List<MemberRequest> add,
            @Nullable List<String> remove,
            @Nullable List<MemberRequest> assign) {
        List<MemberRequest> adding = checkedMembers(add);
        List<MemberRequest> assigning = checkedMembers(assign);
        for (MemberRequest each : assigning) {
            String userId = String.valueOf(each.userId());
            boolean member = channel.member(userId).isPresent()
                    || adding.stream().anyMatch(added -> userId.equals(added.userId()));
            if (!member || each.channelRole() == null) {
                throw ApiError.invalid("assign_roles", "needs members and a channel_role for each");
            }
        }
        for (MemberRequest each : adding) {
            boolean known = channel.member(String.valueOf(each.userId())).isPresent();
            events.member(known ? "member.updated" : "member.added", channel, put(channel, each));
        }
        for (MemberRequest each : assigning) {
            events.member("member.updated", channel, put(channel, each));
        }
        for (String userId : remove == null ? List.<String>of() : remove) {
            channel.member(userId).ifPresent(member -> {
                channel.removeMember(userId);
                events.member("member.removed", channel, member);
            });
        }
        channel.touch(clock.now());
    }

    /** Sets and removes single fields; unknown ones are custom fields. */
    void patch(Caller caller, Channel channel, @Nullable ObjectNode set, List<String> unset) {
        boolean wasFrozen = channel.frozen();
        ObjectNode custom = channel.custom().deepCopy();
        List<String> changed = new ArrayList<>(unset);
        if (set != null) {
            set.properties().forEach(field -> changed.add(field.getKey()));
        }
        for (String name : changed) {
            require(caller, channel, name);
        }
        for (String name : unset) {
            assign(channel, custom, name, JsonNodeFactory.instance.nullNode());
        }
        if (set != null) {
            set.properties().forEach(field -> assign(channel, custom, field.getKey(), field.getValue()));
        }
        channel.custom(custom);
        updated(channel, wasFrozen);
    }

    /** Slow mode: a user may post every {@code seconds}; 0 switches it off. */
    void cooldown(Channel channel, int seconds) {
        if (seconds < 0 || seconds > MAX_COOLDOWN) {
            throw ApiError.invalid("cooldown", "must be between 0 and " + MAX_COOLDOWN);
        }
        channel.cooldown(seconds);
        updated(channel, channel.frozen());
    }

    /** Replaces the custom fields. */
    void replaceCustom(Channel channel, ObjectNode custom) {
        channel.custom(custom);
        updated(channel, channel.frozen());
    }

    private void updated(Channel channel, boolean wasFrozen) {
        channel.touch(clock.now());
        events.channel("channel.updated", channel, null);
        if (channel.frozen() != wasFrozen) {
            events.frozen(channel);
        }
    }

    private void require(Caller caller, Channel channel, String field) {
        switch (field) {
            case "frozen" -> permissions.require(caller, channel, "update-channel-frozen");
            case "cooldown" -> permissions.require(caller, channel, "update-channel-cooldown");
            case "config_overrides" -> requireServer(caller, field);
            default -> permissions.require(caller, channel, "update-channel");
        }
    }

    private static void assign(Channel channel, ObjectNode custom, String name, JsonNode value) {
        switch (name) {
            case "id", "type", "cid", "created_by", "created_at", "updated_at", "members", "member_count" ->
                throw ApiError.invalid(name, "cannot be changed");
            case "frozen" -> channel.frozen(value.asBoolean());
            case "cooldown" -> channel.cooldown(value.asInt());
            case "team" -> channel.team(value.asText(""));
            case "config_overrides" ->
                channel.configOverrides(
                        value instanceof ObjectNode overrides ? overrides : JsonNodeFactory.instance.objectNode());
            case "custom" -> {
                custom.removeAll();
                if (value instanceof ObjectNode fields) {
                    custom.setAll(fields);
                }
            }
            default -> {
                if (value.isNull()) {
                    custom.remove(name);
                } else {
                    custom.set(name, value);
                }
            }
        }
    }

    private static void requireServer(Caller caller, String field) {
        if (!caller.isServer()) {
            throw ApiError.of(Code.NOT_ALLOWED, field + " can be set with a server token only");
        }
    }

    private List<MemberRequest> checkedMembers(@Nullable List<MemberRequest> members) {
        if (members == null) {
            return List.of();
        }
        if (members.size() > MAX_MEMBERS) {
            throw ApiError.invalid("members", "has more than " + MAX_MEMBERS + " entries");
        }
        List<String> ids = new ArrayList<>();
        for (MemberRequest member : members) {
            if (member.userId() == null) {
                throw ApiError.invalid("members.user_id", "is missing");
            }
            if (member.channelRole() != null) {
                roles.checkChannelRole(member.channelRole());
            }
            ids.add(member.userId());
        }
        users.requireAll(ids, "channel create");
        return members;
    }

    private ChannelMember put(Channel channel, MemberRequest request) {
        String userId = String.valueOf(request.userId());
        Instant now = clock.now();
        ChannelMember before = channel.member(userId).orElse(null);
        String role = request.channelRole() != null
                ? request.channelRole()
                : before == null ? DEFAULT_ROLE : before.channelRole();
        ObjectNode custom = request.custom() == null ? JsonNodeFactory.instance.objectNode() : request.custom();
        ChannelMember member = new ChannelMember(userId, role, custom, before == null ? now : before.createdAt(), now);
        channel.putMember(member);
        return member;
    }

    /** Removes the channel. */
    void delete(Channel channel) {
        events.channel("channel.deleted", channel, null);
        channels.remove(channel.cid());
    }

    List<String> cids() {
        return List.copyOf(channels.keySet());
    }

    JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(channels.values()));
    }

    void restore(JsonNode saved) {
        for (JsonNode node : saved) {
            Channel channel = Wire.snapshot().convertValue(node, Channel.class);
            channels.put(channel.cid(), channel);
        }
    }
}
