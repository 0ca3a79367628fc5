package dev.onstage.localstack.check;

import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.client.HttpAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check has made or may have made in the app, removed in the opposite order. */
final class ThrowAway {

    private static final int NOT_FOUND = 404;

    private record Removal(
            String what,
            String method,
            String path,
            @Nullable Object body) {}

    private final GetStreamApi api;
    private final Deque<Removal> removals = new ArrayDeque<>();

    ThrowAway(GetStreamApi api) {
        this.api = api;
    }

    void role(String name) {
        removals.push(new Removal("the role " + name, "DELETE", "/roles/" + name, null));
    }

    void users(List<String> ids) {
        removals.push(new Removal(
                "the users",
                "POST",
                "/users/delete",
                Map.of("user_ids", ids, "user", "hard", "messages", "hard", "conversations", "hard")));
    }

    void callType(String name) {
        removals.push(new Removal("the call type " + name, "DELETE", "/video/calltypes/" + name, null));
    }

    void call(String type, String id) {
        removals.push(new Removal(
                "the call " + type + ":" + id,
                "POST",
                "/video/call/" + type + "/" + id + "/delete",
                Map.of("hard", true)));
    }

    void channelType(String name) {
        removals.push(new Removal("the channel type " + name, "DELETE", "/chat/channeltypes/" + name, null));
    }

    void channel(String type, String id) {
        removals.push(new Removal(
                "the channel " + type + ":" + id,
                "DELETE",
                "/chat/channels/" + type + "/" + id + "?hard_delete=true",
                null));
    }

    /** Removes everything; what is not there does not matter. */
    void remove(Facts facts) {
        for (Removal removal : removals) {
            HttpAnswer answer = api.server(removal.method(), removal.path(), removal.body());
            if (!answer.isSuccess() && answer.status() != NOT_FOUND) {
                facts.left(removal.what(), answer);
            }
        }
        removals.clear();
    }
}
