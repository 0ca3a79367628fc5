package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.http.Tokens;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Viewers that come and go as people with a token do: the same admission, the same events.
 *
 * <p>People whom nobody knows are made known to the app with the role it gives to people who watch, since a crowd of
 * strangers is all that a demonstration or a measurement wants. Nobody who is known is given another role: that the app's
 * server gave people the right one is seen by their own tokens only.
 */
public final class Audience {

    private static final String DEFAULT_PREFIX = "viewer";
    private static final int MOST_AT_ONCE = 10_000;

    private final Calls calls;
    private final Users users;
    private final Permissions permissions;
    private final Presence presence;
    private final Tokens tokens;
    private final SimulatorClock clock;
    private final Map<String, Integer> lastNumber = new HashMap<>();

    Audience(
            Calls calls, Users users, Permissions permissions, Presence presence, Tokens tokens, SimulatorClock clock) {
        this.calls = calls;
        this.users = users;
        this.permissions = permissions;
        this.presence = presence;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** One presence of a viewer. */
    public record Viewer(String userId, String userSessionId) {}

    /**
     * Lets viewers in: those of {@code userIds}, else {@code count} people named {@code prefix-1}, {@code prefix-2} and so
     * on, without those who are known and may not watch.
     */
    public List<Viewer> join(
            String type, String id, int count, @Nullable String prefix, @Nullable List<String> userIds) {
        Call call = calls.require(type, id);
        String role = permissions.viewerRole(type);
        if (userIds == null) {
            presence.admit(call, new Caller(Caller.Kind.USER, DEFAULT_PREFIX, role, Set.of(), clock.now()));
        }
        List<Viewer> joined = new ArrayList<>();
        for (String userId : userIds == null ? newcomers(call, count, prefix) : userIds) {
            if (users.find(userId).isEmpty()) {
                users.prepare(userId, role);
            }
            Caller caller = Caller.user(userId, clock.now());
            presence.admit(call, caller);
            joined.add(viewer(presence.join(call, caller, "")));
        }
        return joined;
    }

    /** Lets people in who come with these tokens, as the app's server gave them. */
    public List<Viewer> join(String type, String id, List<String> theirTokens) {
        Call call = calls.require(type, id);
        List<Viewer> joined = new ArrayList<>();
        for (String token : theirTokens) {
            Caller caller = tokens.verify(token);
            if (caller.kind() != Caller.Kind.USER) {
                throw ApiError.of(Code.AUTHENTICATION, "the token is not that of a user");
            }
            users.require(caller.name());
            presence.admit(call, caller);
            joined.add(viewer(presence.join(call, caller, "")));
        }
        return joined;
    }

    /** Lets {@code count} viewers in who are nobody in particular, each with a call token of role viewer. */
    public void joinAnonymous(String type, String id, int count) {
        checkCount(count);
        Call call = calls.require(type, id);
        presence.admit(
                call,
                new Caller(Caller.Kind.ANONYMOUS, Caller.ANONYMOUS_ID, "viewer", Set.of(call.cid()), clock.now()));
        presence.joinAnonymous(call, count);
    }

    /** The longest present viewers leave: {@code count} of them, null for all; encoders stay. */
    public List<Viewer> leave(String type, String id, @Nullable Integer count, @Nullable Set<String> userIds) {
        Call call = calls.require(type, id);
        List<String> leaving = new ArrayList<>();
        for (Participant participant :
                call.session().map(session -> List.copyOf(session.present())).orElse(Collections.emptyList())) {
            boolean wanted = userIds == null || userIds.contains(participant.userId());
            if (participant.publisherType().isEmpty() && wanted && (count == null || leaving.size() < count)) {
                leaving.add(participant.userSessionId());
            }
        }
        Set<String> sessions = Set.copyOf(leaving);
        return presence.remove(call, participant -> sessions.contains(participant.userSessionId())).stream()
                .map(Audience::viewer)
                .toList();
    }

    /** Anonymous viewers leave; returns how many did. */
    public int leaveAnonymous(String type, String id, int count) {
        return presence.leaveAnonymous(calls.require(type, id), count);
    }

    private List<String> newcomers(Call call, int count, @Nullable String prefix) {
        checkCount(count);
        String name = prefix == null || prefix.isEmpty() ? DEFAULT_PREFIX : prefix;
        String key = call.cid() + "|" + name;
        int last = lastNumber.getOrDefault(key, 0);
        List<String> ids = new ArrayList<>();
        int number = last;
        while (ids.size() < count) {
            number++;
            String id = name + "-" + number;
            if (users.find(id).isEmpty() || permissions.watches(call.type(), id)) {
                ids.add(id);
            }
        }
        lastNumber.put(key, number);
        return ids;
    }

    private static void checkCount(int count) {
        if (count < 1 || count > MOST_AT_ONCE) {
            throw ApiError.invalid("count", "must be between 1 and " + MOST_AT_ONCE);
        }
    }

    private static Viewer viewer(Participant participant) {
        return new Viewer(participant.userId(), participant.userSessionId());
    }
}
