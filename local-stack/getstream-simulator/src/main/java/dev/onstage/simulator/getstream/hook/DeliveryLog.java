package dev.onstage.simulator.getstream.hook;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last attempts to deliver webhooks, and those a fault rule swallowed. */
public final class DeliveryLog {

    private static final int CAPACITY = 50_000;

    private final Deque<Attempt> attempts = new ArrayDeque<>();

    /**
     * One attempt.
     *
     * @param id {@code X-Webhook-Id}
     * @param type the event's type
     * @param cid the call or channel the event is about, null for neither
     * @param hookId the hook it went to
     * @param attempt 1 to 3; 0 when dropped before the first
     * @param status HTTP status, null without an answer
     * @param outcome {@code ANSWERED}, {@code TIMEOUT}, {@code NETWORK_ERROR} or {@code DROPPED}
     * @param droppedBy id of the fault rule that swallowed it
     * @param at when the attempt ended
     */
    public record Attempt(
            String id,
            String type,
            @Nullable String cid,
            String hookId,
            int attempt,
            @Nullable Integer status,
            String outcome,
            @Nullable String droppedBy,
            Instant at) {}

    void add(Attempt attempt) {
        if (attempts.size() == CAPACITY) {
            attempts.removeFirst();
        }
        attempts.addLast(attempt);
    }

    /** The attempts that match, oldest first. */
    public List<Attempt> find(Predicate<Attempt> wanted) {
        return attempts.stream().filter(wanted).toList();
    }
}
