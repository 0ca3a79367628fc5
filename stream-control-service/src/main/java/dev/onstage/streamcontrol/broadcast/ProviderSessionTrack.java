package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which provider session a call is in, during one decision. A session that is found to be over has all its participants:
 * they are read once more. Used once, by one thread.
 */
final class ProviderSessionTrack {

    private final @Nullable CallId call;
    private final List<SessionToPull> toPull = new ArrayList<>();
    private @Nullable String id;
    private boolean open;

    ProviderSessionTrack(@Nullable CallId call, @Nullable String id, boolean open) {
        this.call = call;
        this.id = id;
        this.open = open;
    }

    @Nullable String id() {
        return id;
    }

    boolean open() {
        return open;
    }

    List<SessionToPull> toPull() {
        return toPull;
    }

    /** The provider told of this session; another one is over then. */
    void told(@Nullable String toldId, boolean toldOpen) {
        if (toldId == null || toldId.isEmpty()) {
            return;
        }
        boolean same = toldId.equals(id);
        if (!same && open) {
            pull(id);
        }
        if (!toldOpen && (!same || open)) {
            pull(toldId);
        }
        id = toldId;
        open = toldOpen;
    }

    /**
     * A webhook told of this session, in any order with others. That one is over stays true, and says nothing of another
     * that is open.
     */
    void reported(@Nullable String reportedId, boolean reportedOpen) {
        if (reportedOpen || reportedId == null || reportedId.equals(id)) {
            told(reportedId, reportedOpen);
        } else if (!reportedId.isEmpty()) {
            pull(reportedId);
        }
    }

    /** The broadcast ended: the participants of its provider session are read, although more may come. */
    void broadcastEnded() {
        pull(id);
    }

    /** Nothing is known of the sessions of another call. */
    void forget() {
        id = null;
        open = false;
    }

    private void pull(@Nullable String sessionId) {
        if (sessionId == null || call == null) {
            return;
        }
        SessionToPull session = new SessionToPull(call, sessionId);
        if (!toPull.contains(session)) {
            toPull.add(session);
        }
    }
}
