package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Viewers that come and go as people with a token do: the same admission, the same events. */
public final class Audience {

    private static final String DEFAULT_PREFIX = "viewer";
    private static final int MOST_AT_ONCE = 10_000;

    private final Calls calls;
    private final Presence presence;
    private final Map<String, Integer> lastNumber = new HashMap<>();

    Audience(Calls calls, Presence presence) {
        this.calls = calls;
        this.presence = presence;
    }

    /** One presence of a viewer. */
    public record Viewer(String userId, String userSessionId) {}

    /**
     * Lets viewers in: those of {@code userIds}, else {@code count} new people named {@code prefix-1}, {@code prefix-2}
     * and so on.
     */
    public List<Viewer> join(
            String type, String id, int count, @Nullable String prefix, @Nullable List<String> userIds) {
        Call call = calls.require(type, id);
        List<Viewer> joined = new ArrayList<>();
        presence.admit(call, viewerCaller(userIds == null || userIds.isEmpty() ? DEFAULT_PREFIX : userIds.get(0)));
        for (String userId : userIds == null ? newcomers(call, count, prefix) : userIds) {
            Caller caller = viewerCaller(userId);
            presence.admit(call, caller);
            joined.add(viewer(presence.join(call, caller, "")));
        }
        return joined;
    }

    /** Lets {@code count} viewers in who are nobody in particular, each with a call token of role viewer. */
    public void joinAnonymous(String type, String id, int count) {
        checkCount(count);
        Call call = calls.require(type, id);
        presence.admit(call, new Caller(Caller.Kind.ANONYMOUS, Caller.ANONYMOUS_ID, "viewer", Set.of(call.cid())));
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
        for (int number = last + 1; number <= last + count; number++) {
            ids.add(name + "-" + number);
        }
        lastNumber.put(key, last + count);
        return ids;
    }

    private static Caller viewerCaller(String userId) {
        return new Caller(Caller.Kind.USER, userId, null, Set.of());
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
