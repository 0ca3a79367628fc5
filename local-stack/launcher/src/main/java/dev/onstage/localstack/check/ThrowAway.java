package dev.onstage.localstack.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What a check has made or may have made in the app, removed in the opposite order.
 *
 * <p>GetStream deletes calls and users by tasks of its own and may keep a type or a role that is still in use, so that a
 * refusal is asked again for a while.
 */
final class ThrowAway {

    private static final int NOT_FOUND = 404;
    private static final int DOES_NOT_EXIST = 16;

    private record Removal(String what, Supplier<HttpAnswer> request) {}

    private final GetStreamApi api;
    private final Duration pause;
    private final Duration patience;
    private final Deque<Removal> removals = new ArrayDeque<>();

    /**
     * Nothing so far.
     *
     * @param pause between asking for a removal and asking again
     * @param patience how long that goes on, for all removals together
     */
    ThrowAway(GetStreamApi api, Duration pause, Duration patience) {
        this.api = api;
        this.pause = pause;
        this.patience = patience;
    }

    void role(String name) {
        add("the role " + name, () -> api.server("DELETE", "/roles/" + name, null));
    }

    /** Those of the users that are there; nobody of them keeps a role of our own. */
    void users(List<String> ids) {
        add("the users", () -> removeUsers(Map.of("id", Map.of("$in", ids))));
    }

    /** Guests of that name, who have ids of GetStream's making. */
    void guests(String name) {
        add("the guests", () -> removeUsers(Map.of("name", name)));
    }

    void callType(String name) {
        add("the call type " + name, () -> api.server("DELETE", "/video/calltypes/" + name, null));
    }

    void call(String type, String id) {
        add(
                "the call " + type + ":" + id,
                () -> api.server("POST", "/video/call/" + type + "/" + id + "/delete", Map.of("hard", true)));
    }

    void channelType(String name) {
        add("the channel type " + name, () -> api.server("DELETE", "/chat/channeltypes/" + name, null));
    }

    void channel(String type, String id) {
        add(
                "the channel " + type + ":" + id,
                () -> api.server("DELETE", "/chat/channels/" + type + "/" + id + "?hard_delete=true", null));
    }

    private void add(String what, Supplier<HttpAnswer> request) {
        removals.push(new Removal(what, request));
    }

    /** Removes everything; what is not there does not matter, and one failure keeps nothing else from being removed. */
    void remove(Facts facts) {
        long end = System.nanoTime() + patience.toNanos();
        for (Removal removal : removals) {
            try {
                HttpAnswer answer = removal.request().get();
                while (!isGone(answer) && mayAskAgain(end)) {
                    LockSupport.parkNanos(pause.toNanos());
                    answer = removal.request().get();
                }
                if (!isGone(answer)) {
                    facts.left(removal.what(), answer);
                }
            } catch (StackException failure) {
                facts.left(removal.what(), String.valueOf(failure.getMessage()));
            }
        }
        removals.clear();
    }

    private static boolean mayAskAgain(long end) {
        return end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted();
    }

    private static boolean isGone(HttpAnswer answer) {
        return answer.isSuccess()
                || answer.status() == NOT_FOUND
                || answer.body().path("code").asInt() == DOES_NOT_EXIST;
    }

    /** Asks who is there first: one id that nobody has would keep all from being deleted. */
    private HttpAnswer removeUsers(Map<String, Object> filter) {
        HttpAnswer query = api.findUsers(filter);
        List<String> found = new ArrayList<>();
        List<Map<String, Object>> plain = new ArrayList<>();
        for (JsonNode user : query.body().path("users")) {
            String id = user.path("id").asText();
            found.add(id);
            if (!user.path("role").asText().equals("guest")) {
                plain.add(Map.of("id", id, "set", Map.of("role", "user")));
            }
        }
        if (found.isEmpty()) {
            return query;
        }
        if (!plain.isEmpty()) {
            HttpAnswer changed = api.server("PATCH", "/users", Map.of("users", plain));
            if (!changed.isSuccess()) {
                return changed;
            }
        }
        return api.server(
                "POST",
                "/users/delete",
                Map.of("user_ids", found, "user", "hard", "messages", "hard", "conversations", "hard"));
    }
}
