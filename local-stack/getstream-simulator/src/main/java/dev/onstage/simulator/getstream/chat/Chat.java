package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.hook.Webhooks;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** GetStream Chat as a whole. */
public final class Chat {

    private static final Caller SERVER = Caller.server();
    private static final int MOST_AT_ONCE = 10_000;
    private static final int CHATTERS = 10;

    private final ChannelTypes types;
    private final Channels channels;
    private final Messages messages;
    private final Bans bans;
    private final ChatPermissions permissions;
    private final ChatViews views;
    private final Moderation moderation;
    private final Users users;

    /** Chat of the app; grants count where {@code permissionsChecked}. */
    public Chat(SimulatorClock clock, Users users, Roles roles, BooleanSupplier permissionsChecked, Webhooks webhooks) {
        this.users = users;
        this.types = new ChannelTypes(roles, clock);
        this.bans = new Bans(users, clock);
        this.permissions = new ChatPermissions(users, types, permissionsChecked);
        this.views = new ChatViews(users, types, permissions, bans);
        ChatEvents events = new ChatEvents(webhooks, views, users);
        this.channels = new Channels(types, users, roles, permissions, events, clock);
        this.messages = new Messages(channels, types, users, permissions, bans, events, clock);
        this.moderation = new Moderation(channels, bans, users, events, clock);
    }

    /** Adds Chat's endpoints to {@code api}. */
    public void register(Api api) {
        new ChannelEndpoints(types, channels, messages, permissions, views).register(api);
        new MessageEndpoints(channels, messages, bans, permissions, views, moderation, users).register(api);
    }

    /**
     * Posts {@code count} messages by up to ten people named {@code prefix-1}, {@code prefix-2} and so on, who need no
     * permission: a server posts for them.
     *
     * @return the ids, in order
     */
    public List<String> post(String type, String id, int count, @Nullable String prefix) {
        if (count < 1 || count > MOST_AT_ONCE) {
            throw ApiError.invalid("count", "must be between 1 and " + MOST_AT_ONCE);
        }
        Channel channel = channels.require(type, id);
        String name = prefix == null || prefix.isEmpty() ? "viewer" : prefix;
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String author =
                    users.connect(name + "-" + ((number - 1) % CHATTERS + 1)).id();
            String text = "message " + number + " of " + count;
            ids.add(messages.post(SERVER, channel, new Messages.MessageRequest(null, text, author, null, null, null))
                    .id());
        }
        return ids;
    }

    /** Deletes a message softly, as a moderator does. */
    public void delete(String messageId) {
        messages.delete(SERVER, messageId, false);
    }

    /**
     * Bans as a moderator does in GetStream's own dashboard.
     *
     * @param cid the channel, null for the whole app
     * @param minutes how long, null for ever
     */
    public void ban(String userId, @Nullable String cid, @Nullable String reason, @Nullable Integer minutes) {
        moderation.ban(userId, cid, null, reason, false, minutes);
    }

    /** Lifts a ban as a moderator does in GetStream's own dashboard. */
    public void unban(String userId, @Nullable String cid) {
        moderation.unban(userId, cid, null);
    }

    /** The cids of all channels. */
    public List<String> cids() {
        return channels.cids();
    }

    /** Everything, for the simulator's file. */
    public JsonNode saved() {
        ObjectNode saved = Wire.snapshot().createObjectNode();
        saved.set("types", types.saved());
        saved.set("channels", channels.saved());
        saved.set("bans", bans.saved());
        saved.set("messages", messages.saved());
        return saved;
    }

    /** Takes back what {@link #saved} gave. */
    public void restore(JsonNode saved) {
        types.restore(saved.path("types"));
        channels.restore(saved.path("channels"));
        bans.restore(saved.path("bans"));
        messages.restore(saved.path("messages"));
    }
}
