package dev.onstage.simulator.getstream.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The time from the first participant of a call to the last one's leave and the inactivity timeout after it. */
final class CallSession {

    private String id = "";
    private Instant startedAt = Instant.EPOCH;
    private @Nullable Instant endedAt;
    private @Nullable Instant liveStartedAt;
    private @Nullable Instant liveEndedAt;
    private @Nullable Instant timerEndsAt;
    private Map<String, Participant> present = new LinkedHashMap<>();
    private List<Participant> gone = new ArrayList<>();
    private int anonymous;

    /** For Jackson. */
    CallSession() {}

    CallSession(String id, Instant startedAt, @Nullable Instant timerEndsAt) {
        this.id = id;
        this.startedAt = startedAt;
        this.timerEndsAt = timerEndsAt;
    }

    String id() {
        return id;
    }

    Instant startedAt() {
        return startedAt;
    }

    @Nullable Instant endedAt() {
        return endedAt;
    }

    @Nullable Instant liveStartedAt() {
        return liveStartedAt;
    }

    @Nullable Instant liveEndedAt() {
        return liveEndedAt;
    }

    @Nullable Instant timerEndsAt() {
        return timerEndsAt;
    }

    void extendTimer(@Nullable Instant endsAt) {
        timerEndsAt = endsAt;
    }

    /** Live from {@code at}; a second broadcast in the same session replaces the first one's times. */
    void live(Instant at) {
        if (liveStartedAt == null || liveEndedAt != null) {
            liveStartedAt = at;
            liveEndedAt = null;
        }
    }

    void liveEnded(Instant at) {
        if (liveStartedAt != null && liveEndedAt == null) {
            liveEndedAt = at;
        }
    }

    void join(Participant participant) {
        present.put(participant.userSessionId(), participant);
    }

    Optional<Participant> leave(String userSessionId, Instant at) {
        Participant participant = present.remove(userSessionId);
        if (participant == null) {
            return Optional.empty();
        }
        Participant left = participant.left(at);
        gone.add(left);
        return Optional.of(left);
    }

    /** Anonymous viewers are counted, never listed. */
    int anonymous() {
        return anonymous;
    }

    void anonymous(int count) {
        anonymous = count;
    }

    boolean isEmpty() {
        return present.isEmpty() && anonymous == 0;
    }

    Collection<Participant> present() {
        return present.values();
    }

    /** Everybody who was or is in the session, by time of joining. */
    List<Participant> everybody() {
        List<Participant> all = new ArrayList<>(gone);
        all.addAll(present.values());
        all.sort((a, b) -> a.joinedAt().compareTo(b.joinedAt()));
        return all;
    }

    Map<String, Integer> countByRole() {
        Map<String, Integer> counts = new TreeMap<>();
        present.values().forEach(participant -> counts.merge(participant.role(), 1, Integer::sum));
        return counts;
    }

    void close(Instant at) {
        endedAt = at;
    }
}
