package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chat channel with its members. */
final class Channel {

    private String type = "";
    private String id = "";
    private String createdBy = "";
    private ObjectNode custom = JsonNodeFactory.instance.objectNode();
    private ObjectNode configOverrides = JsonNodeFactory.instance.objectNode();
    private String team = "";
    private boolean frozen;
    private int cooldown;
    private int messageCount;
    private @Nullable Instant lastMessageAt;
    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;
    private Map<String, ChannelMember> members = new LinkedHashMap<>();
    private Map<String, Instant> lastMessageByUser = new HashMap<>();

    /** For Jackson. */
    Channel() {}

    Channel(String type, String id, String createdBy, Instant now) {
        this.type = type;
        this.id = id;
        this.createdBy = createdBy;
        this.createdAt = now;
        this.updatedAt = now;
    }

    String type() {
        return type;
    }

    String id() {
        return id;
    }

    String cid() {
        return type + ":" + id;
    }

    String createdBy() {
        return createdBy;
    }

    ObjectNode custom() {
        return custom;
    }

    void custom(ObjectNode fields) {
        custom = fields.deepCopy();
    }

    /** {@code grants} with modifiers: {@code !id} revokes, {@code id} grants. */
    ObjectNode configOverrides() {
        return configOverrides;
    }

    void configOverrides(ObjectNode overrides) {
        configOverrides = overrides.deepCopy();
    }

    String team() {
        return team;
    }

    void team(String name) {
        team = name;
    }

    boolean frozen() {
        return frozen;
    }

    void frozen(boolean nowFrozen) {
        frozen = nowFrozen;
    }

    int cooldown() {
        return cooldown;
    }

    void cooldown(int seconds) {
        cooldown = seconds;
    }

    int messageCount() {
        return messageCount;
    }

    @Nullable Instant lastMessageAt() {
        return lastMessageAt;
    }

    /** When this user last posted, if ever. */
    Optional<Instant> lastMessageOf(String userId) {
        return Optional.ofNullable(lastMessageByUser.get(userId));
    }

    void posted(String userId, Instant at) {
        messageCount++;
        lastMessageAt = at;
        lastMessageByUser.put(userId, at);
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    void touch(Instant now) {
        updatedAt = now;
    }

    Collection<ChannelMember> members() {
        return members.values();
    }

    Optional<ChannelMember> member(String userId) {
        return Optional.ofNullable(members.get(userId));
    }

    void putMember(ChannelMember member) {
        members.put(member.userId(), member);
    }

    void removeMember(String userId) {
        members.remove(userId);
    }
}
