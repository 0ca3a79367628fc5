package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages: who may post and delete. The last ones are kept. */
final class Messages {

    private static final int KEPT = 20_000;

    private final Channels channels;
    private final ChannelTypes types;
    private final Users users;
    private final ChatPermissions permissions;
    private final Bans bans;
    private final ChatEvents events;
    private final SimulatorClock clock;
    private final LinkedHashMap<String, Message> messages = new LinkedHashMap<>();

    Messages(
            Channels channels,
            ChannelTypes types,
            Users users,
            ChatPermissions permissions,
            Bans bans,
            ChatEvents events,
            SimulatorClock clock) {
        this.channels = channels;
        this.types = types;
        this.users = users;
        this.permissions = permissions;
        this.bans = bans;
        this.events = events;
        this.clock = clock;
    }

    record MessageRequest(
            @Nullable String id,
            @Nullable String text,
            @Nullable String userId,
            @Nullable String type,
            @Nullable String parentId,
            @Nullable ObjectNode custom) {}

    /** Posts; a server does so for {@code user_id} without any check of that user's permissions. */
    Message post(Caller caller, Channel channel, MessageRequest request) {
        String author = author(caller, request);
        String text = request.text() == null ? "" : request.text();
        int most = types.require(channel.type()).maxMessageLength();
        if (text.length() > most) {
            throw ApiError.of(Code.MESSAGE_TOO_LONG, "the message is longer than " + most + " characters");
        }
        Instant now = clock.now();
        if (!caller.isServer()) {
            checkRights(caller, channel, request.parentId() == null ? "create-message" : "create-reply");
            checkCooldown(caller, channel, now);
        }
        String id = request.id() == null ? author + "-" + UUID.randomUUID() : request.id();
        if (messages.containsKey(id)) {
            throw ApiError.invalid("message.id", "'" + id + "' is taken");
        }
        Message message = new Message(
                id,
                channel.cid(),
                author,
                type(caller, request),
                text,
                request.parentId(),
                request.custom() == null ? JsonNodeFactory.instance.objectNode() : request.custom(),
                now,
                now,
                null);
        keep(message);
        channel.posted(author, now);
        events.messageNew(channel, message);
        return message;
    }

    private String author(Caller caller, MessageRequest request) {
        if (!caller.isServer()) {
            return users.connect(caller.name()).id();
        }
        if (request.userId() == null) {
            throw ApiError.of(
                    Code.INVALID_INPUT, "either message.user or message.user_id must be provided with a server token");
        }
        return users.require(request.userId()).id();
    }

    private static String type(Caller caller, MessageRequest request) {
        if ("system".equals(request.type()) && caller.isServer()) {
            return "system";
        }
        return request.parentId() == null ? "regular" : "reply";
    }

    private void checkRights(Caller caller, Channel channel, String permission) {
        permissions.require(caller, channel, permission);
        if (bans.inForce(caller.name(), channel.cid())
                .filter(ban -> !ban.shadow())
                .isPresent()) {
            throw ApiError.of(Code.NOT_ALLOWED, "user '" + caller.name() + "' is banned");
        }
        if (channel.frozen()) {
            permissions.require(caller, channel, "use-frozen-channel");
        }
    }

    private void checkCooldown(Caller caller, Channel channel, Instant now) {
        boolean tooSoon = channel.cooldown() > 0
                && channel.lastMessageOf(caller.name())
                        .filter(last -> Duration.between(last, now).toSeconds() < channel.cooldown())
                        .isPresent();
        if (tooSoon && !permissions.allows(caller, channel, "skip-channel-cooldown", false)) {
            throw ApiError.of(Code.COOLDOWN, "slow mode: wait " + channel.cooldown() + " s between two messages");
        }
    }

    private void keep(Message message) {
        messages.put(message.id(), message);
        if (messages.size() > KEPT) {
            messages.remove(messages.keySet().iterator().next());
        }
    }

    Message require(String id) {
        Message message = messages.get(id);
        if (message == null) {
            throw ApiError.notFound("message with id " + id);
        }
        return message;
    }

    /** Changes the text. */
    Message edit(Caller caller, String id, String text) {
        Message before = require(id);
        Channel channel = channels.require(before.cid());
        permissions.requireForMessage(caller, channel, "update-message", before.userId());
        Message edited = new Message(
                id,
                before.cid(),
                before.userId(),
                before.type(),
                text,
                before.parentId(),
                before.custom(),
                before.createdAt(),
                clock.now(),
                null);
        messages.put(id, edited);
        events.messageUpdated(channel, edited);
        return edited;
    }

    /** Deletes; softly the message stays, marked. */
    Message delete(Caller caller, String id, boolean hard) {
        Message before = require(id);
        Channel channel = channels.require(before.cid());
        permissions.requireForMessage(caller, channel, "delete-message", before.userId());
        Message deleted = before.deleted(clock.now());
        if (hard) {
            messages.remove(id);
        } else {
            messages.put(id, deleted);
        }
        events.messageDeleted(channel, deleted, hard);
        return deleted;
    }

    /** Brings back what was softly deleted. */
    Message undelete(String id) {
        Message before = require(id);
        if (before.deletedAt() == null) {
            throw ApiError.of(Code.INVALID_INPUT, "message with id " + id + " is not deleted");
        }
        Message undeleted = before.undeleted(clock.now());
        messages.put(id, undeleted);
        events.messageUndeleted(channels.require(before.cid()), undeleted);
        return undeleted;
    }

    JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(messages.values()));
    }

    void restore(JsonNode saved) {
        for (JsonNode node : saved) {
            keep(Wire.snapshot().convertValue(node, Message.class));
        }
    }

    /** The last messages of a channel, oldest first. */
    List<Message> last(Channel channel, int limit) {
        List<Message> all = new ArrayList<>();
        for (Map.Entry<String, Message> entry : messages.entrySet()) {
            if (entry.getValue().cid().equals(channel.cid())) {
                all.add(entry.getValue());
            }
        }
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }
}
