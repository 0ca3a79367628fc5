package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call with its members, its running session and the closed ones. */
final class Call {

    private String type = "";
    private String id = "";
    private String createdBy = "";
    private ObjectNode custom = JsonNodeFactory.instance.objectNode();
    private ObjectNode settings = JsonNodeFactory.instance.objectNode();
    private String team = "";
    private @Nullable String channelCid;
    private @Nullable Instant startsAt;
    private @Nullable Instant endedAt;
    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;
    private boolean backstage;
    private Map<String, CallMember> members = new LinkedHashMap<>();
    private Set<String> blocked = new LinkedHashSet<>();
    private Map<String, Ingress> ingresses = new LinkedHashMap<>();
    private @Nullable CallSession session;
    private List<CallSession> closedSessions = new ArrayList<>();

    /** For Jackson. */
    Call() {}

    Call(String type, String id, String createdBy, ObjectNode settings, Instant now) {
        this.type = type;
        this.id = id;
        this.createdBy = createdBy;
        this.settings = settings;
        this.createdAt = now;
        this.updatedAt = now;
        this.backstage = settings.at("/backstage/enabled").asBoolean();
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

    ObjectNode settings() {
        return settings;
    }

    void settings(ObjectNode changed) {
        settings = changed;
    }

    String team() {
        return team;
    }

    void team(String name) {
        team = name;
    }

    @Nullable String channelCid() {
        return channelCid;
    }

    void channelCid(String cid) {
        channelCid = cid;
    }

    @Nullable Instant startsAt() {
        return startsAt;
    }

    void startsAt(Instant at) {
        startsAt = at;
    }

    @Nullable Instant endedAt() {
        return endedAt;
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

    boolean backstage() {
        return backstage;
    }

    /** Leaves backstage at {@code now}. */
    void goLive(Instant now) {
        backstage = false;
        if (session != null) {
            session.live(now);
        }
        touch(now);
    }

    /** Returns to backstage at {@code now}. */
    void stopLive(Instant now) {
        backstage = true;
        if (session != null) {
            session.liveEnded(now);
        }
        touch(now);
    }

    /** Ended for good. */
    void end(Instant now) {
        endedAt = now;
        touch(now);
    }

    Collection<CallMember> members() {
        return members.values();
    }

    Optional<CallMember> member(String userId) {
        return Optional.ofNullable(members.get(userId));
    }

    void putMember(CallMember member) {
        members.put(member.userId(), member);
    }

    void removeMember(String userId) {
        members.remove(userId);
    }

    /** Users who may not join, whatever their roles. */
    List<String> blocked() {
        return List.copyOf(blocked);
    }

    boolean isBlocked(String userId) {
        return blocked.contains(userId);
    }

    /** Whether that changed anything. */
    boolean block(String userId) {
        return blocked.add(userId);
    }

    /** Whether that changed anything. */
    boolean unblock(String userId) {
        return blocked.remove(userId);
    }

    /** The encoders that are connected. */
    List<Ingress> ingresses() {
        return List.copyOf(ingresses.values());
    }

    void connect(Ingress ingress) {
        ingresses.put(ingress.ingressStreamId(), ingress);
    }

    void disconnect(String ingressStreamId) {
        ingresses.remove(ingressStreamId);
    }

    /** The running session. */
    Optional<CallSession> session() {
        return Optional.ofNullable(session);
    }

    void open(CallSession opened) {
        session = opened;
        if (!backstage) {
            opened.live(opened.startedAt());
        }
    }

    /** Closes the running session; {@code current_session_id} is empty from here on. */
    void closeSession(Instant now) {
        if (session != null) {
            session.close(now);
            closedSessions.add(session);
            session = null;
        }
        touch(now);
    }

    /** A running or closed session by its id. */
    Optional<CallSession> session(String sessionId) {
        if (session != null && session.id().equals(sessionId)) {
            return Optional.of(session);
        }
        return closedSessions.stream()
                .filter(closed -> closed.id().equals(sessionId))
                .findFirst();
    }

    List<CallSession> closedSessions() {
        return List.copyOf(closedSessions);
    }

    /** A section's number; absent and null read as {@code otherwise}. */
    int setting(String section, String name, int otherwise) {
        return settings.path(section).path(name).asInt(otherwise);
    }
}
