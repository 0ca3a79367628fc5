package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The latest calls of senders with their outcome, tokens left out. Confined to the event loop. */
final class CallLog {
    private static final int KEPT = 5000;

    private final Deque<Call> calls = new ArrayDeque<>();
    private long revision;

    void record(Call call) {
        revision++;
        calls.addLast(call);
        if (calls.size() > KEPT) {
            calls.removeFirst();
        }
    }

    /** Notes what a call was answered with. */
    void answered(Call call, int status) {
        revision++;
        call.ended(status);
    }

    /** Grows with each change. */
    long revision() {
        return revision;
    }

    /**
     * The calls, oldest first.
     *
     * @param limit only so many, the latest
     */
    JsonArray toJson(@Nullable String webhookId, int limit) {
        Deque<Call> latest = new ArrayDeque<>();
        for (var newest = calls.descendingIterator(); newest.hasNext() && latest.size() < limit; ) {
            Call call = newest.next();
            if (webhookId == null || webhookId.equals(call.webhookId())) {
                latest.addFirst(call);
            }
        }
        JsonArray list = new JsonArray();
        latest.forEach(call -> list.add(call.toJson()));
        return list;
    }
}
