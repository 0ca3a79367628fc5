package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.User;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Who may do what in a channel: the union of what the type, changed by the channel's own grants, gives to the user's
 * role and to the channel role. A revoke for one role does not reach a member through another.
 */
final class ChatPermissions {

    private static final String OWNER = "-owner";

    /** What a permission is called in {@code own_capabilities}. */
    private static final Map<String, String> CAPABILITIES = Map.ofEntries(
            Map.entry("create-message", "send-message"),
            Map.entry("create-reply", "send-reply"),
            Map.entry("create-reaction", "send-reaction"),
            Map.entry("add-links", "send-links"),
            Map.entry("upload-attachment", "upload-file"),
            Map.entry("ban-channel-member", "ban-channel-members"),
            Map.entry("delete-message", "delete-any-message"),
            Map.entry("delete-message-owner", "delete-own-message"),
            Map.entry("update-message", "update-any-message"),
            Map.entry("update-message-owner", "update-own-message"),
            Map.entry("flag-message", "flag-message"),
            Map.entry("mute-channel", "mute-channel"),
            Map.entry("update-channel-cooldown", "set-channel-cooldown"),
            Map.entry("update-channel-frozen", "freeze-channel"),
            Map.entry("update-channel-members", "update-channel-members"));

    private final Users users;
    private final ChannelTypes types;
    private final BooleanSupplier checked;

    /** {@code checked} is the app setting that makes grants count. */
    ChatPermissions(Users users, ChannelTypes types, BooleanSupplier checked) {
        this.users = users;
        this.types = types;
        this.checked = checked;
    }

    /** Refuses a caller without {@code permission} in {@code channel}; a server has all of them. */
    void require(Caller caller, Channel channel, String permission) {
        if (!allows(caller, channel, permission, caller.name().equals(channel.createdBy()))) {
            throw denied(caller, channel.type(), permission);
        }
    }

    /** As {@link #require}, for a message of {@code ownerId}. */
    void requireForMessage(Caller caller, Channel channel, String permission, String ownerId) {
        if (!allows(caller, channel, permission, caller.name().equals(ownerId))) {
            throw denied(caller, channel.type(), permission);
        }
    }

    /** Refuses who may not create channels of {@code type}. */
    void requireCreate(Caller caller, String type) {
        List<String> granted = types.require(type).grants().getOrDefault(roleOf(caller), List.of());
        boolean free = caller.isServer() || !checked.getAsBoolean();
        if (!free && !granted.contains("create-channel")) {
            throw denied(caller, type, "create-channel");
        }
    }

    boolean allows(Caller caller, Channel channel, String permission, boolean owner) {
        if (caller.isServer() || !checked.getAsBoolean()) {
            return true;
        }
        Set<String> granted = granted(caller, channel);
        return granted.contains(permission) || (owner && granted.contains(permission + OWNER));
    }

    /** What the asking user can do, in the words of {@code own_capabilities}; empty for a server. */
    List<String> capabilities(Caller caller, Channel channel) {
        return caller.isServer()
                ? List.of()
                : granted(caller, channel).stream()
                        .map(CAPABILITIES::get)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList();
    }

    private Set<String> granted(Caller caller, Channel channel) {
        Set<String> roles = new LinkedHashSet<>();
        roles.add(roleOf(caller));
        channel.member(caller.name()).ifPresent(member -> {
            roles.add("channel_member");
            roles.add(member.channelRole());
        });
        Set<String> result = new TreeSet<>();
        roles.forEach(role -> result.addAll(grantsOf(channel, role)));
        return result;
    }

    private Set<String> grantsOf(Channel channel, String role) {
        Set<String> grants =
                new TreeSet<>(types.require(channel.type()).grants().getOrDefault(role, List.of()));
        for (JsonNode modifier : channel.configOverrides().path("grants").path(role)) {
            String text = modifier.asText();
            if (text.startsWith("!")) {
                grants.remove(text.substring(1));
            } else {
                grants.add(text);
            }
        }
        return grants;
    }

    private String roleOf(Caller caller) {
        return caller.kind() == Caller.Kind.ANONYMOUS
                ? "anonymous"
                : users.find(caller.name()).map(User::role).orElse("user");
    }

    private ApiError denied(Caller caller, String type, String permission) {
        return ApiError.notAllowed(caller.name(), roleOf(caller), permission, type);
    }
}
