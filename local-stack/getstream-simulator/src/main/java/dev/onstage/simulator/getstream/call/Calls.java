package dev.onstage.simulator.getstream.call;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of the app and what can be done with one. Every change makes {@code updated_at} strictly greater. */
final class Calls {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MAX_MEMBERS = 100;
    /** How long a deleted call still counts as one of its type; undocumented. */
    private static final Duration DELETING = Duration.ofSeconds(1);

    private static final String OVERRIDE = "settings_override";

    private final CallTypes types;
    private final Users users;
    private final Roles roles;
    private final Permissions permissions;
    private final Presence presence;
    private final CallEvents events;
    private final SimulatorClock clock;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Map<String, Instant> lastDeletedByType = new HashMap<>();

    Calls(
            CallTypes types,
            Users users,
            Roles roles,
            Permissions permissions,
            Presence presence,
            CallEvents events,
            SimulatorClock clock) {
        this.types = types;
        this.users = users;
        this.roles = roles;
        this.permissions = permissions;
        this.presence = presence;
        this.events = events;
        this.clock = clock;
        presence.whenOverdue(this::end);
    }

    record CallData(
            @Nullable String createdById,
            @Nullable UserRequest createdBy,
            @Nullable List<MemberRequest> members,
            @Nullable ObjectNode custom,
            @Nullable ObjectNode settingsOverride,
            @Nullable Instant startsAt,
            @Nullable String team,
            @Nullable String channelCid) {
        static final CallData NONE = new CallData(null, null, null, null, null, null, null, null);
    }

    record MemberRequest(
            @Nullable String userId,
            @Nullable String role,
            @Nullable ObjectNode custom) {}

    /** A call and whether it is new. */
    record Found(Call call, boolean created) {}

    Optional<Call> find(String cid) {
        return Optional.ofNullable(calls.get(cid));
    }

    Call require(String type, String id) {
        return find(type + ":" + id).orElseThrow(() -> ApiError.notFound("call with cid " + type + ":" + id));
    }

    Collection<Call> all() {
        return calls.values();
    }

    /**
     * Creates the call, or applies what {@code data} carries to the existing one without any event. Which fields
     * GetStream overwrites then is undocumented.
     */
    Found getOrCreate(Caller caller, String type, String id, CallData data) {
        Call existing = calls.get(type + ":" + id);
        if (existing == null) {
            permissions.requireCreate(caller, type, id);
            return new Found(create(caller, type, id, data), true);
        }
        permissions.require(caller, existing, "read-call");
        if (!data.equals(CallData.NONE)) {
            permissions.require(caller, existing, "update-call");
            List<MemberRequest> members = checkedMembers(data.members());
            apply(existing, data);
            putMembers(existing, members);
            existing.touch(clock.now());
        }
        return new Found(existing, false);
    }

    private Call create(Caller caller, String type, String id, CallData data) {
        CallType callType = types.require(type);
        if (!ID.matcher(id).matches()) {
            throw ApiError.invalid("id", "must have 1 to 64 of the characters a-z, A-Z, 0-9, _ and -");
        }
        List<MemberRequest> members = checkedMembers(data.members());
        ObjectNode settings = CallSettings.merge(callType.settings(), OVERRIDE, data.settingsOverride());
        String creator = creator(caller, data);
        Call call = new Call(type, id, creator, settings, clock.now());
        apply(call, data);
        putMembers(call, members);
        calls.put(call.cid(), call);
        events.created(call);
        return call;
    }

    private String creator(Caller caller, CallData data) {
        if (!caller.isServer()) {
            return users.require(caller.name()).id();
        }
        if (data.createdById() != null) {
            users.requireAll(List.of(data.createdById()), "call create");
            return data.createdById();
        }
        if (data.createdBy() == null) {
            throw ApiError.of(
                    Code.INVALID_INPUT,
                    "either data.created_by or data.created_by_id must be provided when using server side auth.");
        }
        return users.upsert(data.createdBy()).id();
    }

    private static void apply(Call call, CallData data) {
        if (data.custom() != null) {
            call.custom(data.custom());
        }
        if (data.settingsOverride() != null) {
            call.settings(CallSettings.merge(call.settings(), OVERRIDE, data.settingsOverride()));
        }
        if (data.startsAt() != null) {
            call.startsAt(data.startsAt());
        }
        if (data.team() != null) {
            call.team(data.team());
        }
        if (data.channelCid() != null) {
            call.channelCid(data.channelCid());
        }
    }

    /** Changes custom fields (as a whole), settings (leaf by leaf) and the planned start. */
    void update(Call call, CallData changes) {
        apply(call, changes);
        presence.restartDuration(call);
        call.touch(clock.now());
        events.updated(call);
    }

    /** Leaves backstage; an ended call cannot. Repeated on a live call it is reported again and changes no time. */
    void goLive(Call call) {
        if (call.endedAt() != null) {
            throw ApiError.of(Code.NOT_ALLOWED, "call " + call.cid() + " has ended");
        }
        call.goLive(clock.now());
        events.liveStarted(call);
    }

    /** Returns to backstage; everybody who may not be there is removed. Reported as {@code call.updated} only. */
    void stopLive(Call call) {
        call.stopLive(clock.now());
        events.updated(call);
        call.session().ifPresent(session -> presence.leaveAnonymous(call, session.anonymous()));
        putOut(call, participant -> !mayBeInBackstage(call, participant));
    }

    private boolean mayBeInBackstage(Call call, Participant participant) {
        Caller caller = Caller.user(participant.userId(), participant.tokenIssuedAt());
        return permissions.allows(call, caller, "join-backstage");
    }

    /** Ends the call for good: everybody is removed, the session is closed, the id is used up. */
    void end(Call call) {
        call.end(clock.now());
        events.ended(call);
        empty(call);
        presence.closeSession(call);
    }

    /** Removes the call; its id can be used again. */
    void delete(Call call) {
        empty(call);
        presence.closeSession(call);
        call.touch(clock.now());
        events.deleted(call);
        calls.remove(call.cid());
        lastDeletedByType.put(call.type(), clock.now());
    }

    /** Everybody leaves, and every encoder is cut off. */
    void empty(Call call) {
        call.session().ifPresent(session -> presence.leaveAnonymous(call, session.anonymous()));
        call.ingresses().forEach(ingress -> cutOff(call, ingress));
        putOut(call, participant -> true);
    }

    /** The participants that match leave: encoders are cut off first. */
    private void putOut(Call call, Predicate<Participant> leaving) {
        Set<String> gone = call.session().stream()
                .flatMap(session -> session.present().stream())
                .filter(leaving)
                .map(Participant::userSessionId)
                .collect(Collectors.toSet());
        if (gone.isEmpty()) {
            return;
        }
        for (Ingress ingress : call.ingresses()) {
            if (gone.contains(ingress.userSessionId())) {
                cutOff(call, ingress);
            }
        }
        presence.remove(call, leaving);
    }

    private void cutOff(Call call, Ingress ingress) {
        call.disconnect(ingress.ingressStreamId());
        events.ingressStopped(call, ingress);
    }

    /**
     * Keeps a user from joining until it is unblocked. GetStream says no more than that of a block: its own clients leave
     * when they hear of it, and whoever does not stays. {@link #kick} is what puts out.
     */
    void block(Call call, String userId, @Nullable String byUserId) {
        users.require(userId);
        if (call.block(userId)) {
            call.touch(clock.now());
            events.blocked(call, userId, byUserId);
        }
    }

    /**
     * Puts a user out of the call, who may join again unless {@code block} is set. UNSURE whether GetStream reports a kick
     * of somebody who is not in the call: here it does.
     */
    void kick(Call call, String userId, @Nullable String byUserId, boolean block) {
        users.require(userId);
        if (block) {
            block(call, userId, byUserId);
        }
        events.kicked(call, userId, byUserId);
        putOut(call, participant -> participant.userId().equals(userId));
    }

    /** Lets a user join again. */
    void unblock(Call call, String userId) {
        users.require(userId);
        if (call.unblock(userId)) {
            call.touch(clock.now());
            events.unblocked(call, userId);
        }
    }

    /** Whoever watches with a token that was revoked leaves every call. */
    void putOutRevoked() {
        List.copyOf(calls.values()).forEach(call -> putOut(call, presence::watchesWithRevokedToken));
    }

    /** Whether there is a call of that type, or one that GetStream is still busy to delete. */
    boolean anyOf(String type) {
        Instant lastDeleted = lastDeletedByType.get(type);
        return calls.values().stream().anyMatch(call -> call.type().equals(type))
                || (lastDeleted != null && clock.now().isBefore(lastDeleted.plus(DELETING)));
    }

    /** Adds, changes and removes members. */
    void updateMembers(Call call, @Nullable List<MemberRequest> update, @Nullable List<String> remove) {
        List<MemberRequest> wanted = checkedMembers(update);
        List<String> leaving = remove == null ? List.of() : remove;
        if (leaving.size() > MAX_MEMBERS) {
            throw ApiError.invalid("remove_members", "has more than " + MAX_MEMBERS + " entries");
        }
        List<CallMember> added = new ArrayList<>();
        List<CallMember> changed = new ArrayList<>();
        for (CallMember member : toMembers(call, wanted)) {
            (call.member(member.userId()).isPresent() ? changed : added).add(member);
            call.putMember(member);
        }
        List<String> removed =
                leaving.stream().filter(id -> call.member(id).isPresent()).toList();
        removed.forEach(call::removeMember);
        call.touch(clock.now());
        if (!added.isEmpty()) {
            events.membersAdded(call, added);
        }
        if (!changed.isEmpty()) {
            events.membersUpdated(call, changed);
        }
        if (!removed.isEmpty()) {
            events.membersRemoved(call, removed);
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
            if (member.role() != null) {
                roles.checkCallRole(member.role());
            }
            ids.add(member.userId());
        }
        users.requireAll(ids, "call create");
        return members;
    }

    private void putMembers(Call call, List<MemberRequest> members) {
        toMembers(call, members).forEach(call::putMember);
    }

    private List<CallMember> toMembers(Call call, List<MemberRequest> requests) {
        List<CallMember> result = new ArrayList<>();
        for (MemberRequest request : requests) {
            String userId = String.valueOf(request.userId());
            Instant now = clock.now();
            CallMember before = call.member(userId).orElse(null);
            String role = request.role() != null ? request.role() : before == null ? null : before.role();
            ObjectNode custom = request.custom() == null ? JsonNodeFactory.instance.objectNode() : request.custom();
            result.add(new CallMember(userId, role, custom, before == null ? now : before.createdAt(), now));
        }
        return result;
    }

    JsonNode saved() {
        return Wire.snapshot().valueToTree(List.copyOf(calls.values()));
    }

    void restore(JsonNode saved) {
        for (JsonNode node : saved) {
            Call call = Wire.snapshot().convertValue(node, Call.class);
            calls.put(call.cid(), call);
        }
    }
}
