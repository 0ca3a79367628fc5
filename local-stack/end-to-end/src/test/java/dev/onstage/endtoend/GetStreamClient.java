package dev.onstage.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.topology.Port;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who asks GetStream, and nothing of Onstage: what GetStream answers is what counts. */
final class GetStreamClient {

    private final Asking asking;

    private GetStreamClient(Asking asking) {
        this.asking = asking;
    }

    private interface Asking {
        HttpAnswer ask(String method, String path, @Nullable Object body);
    }

    /** With a token that Onstage gave to somebody. */
    static GetStreamClient user(StackUnderTest stack, String token) {
        GetStreamApi api = api(stack);
        return new GetStreamClient((method, path, body) -> api.with(token, method, path, body));
    }

    static GetStreamClient nobody(StackUnderTest stack) {
        GetStreamApi api = api(stack);
        return new GetStreamClient((method, path, body) -> api.anonymously(null, method, path, body));
    }

    /** With all rights, as another program of the app's owner. */
    static GetStreamClient server(StackUnderTest stack) {
        return new GetStreamClient(api(stack)::server);
    }

    private static GetStreamApi api(StackUnderTest stack) {
        return new GetStreamApi(
                stack.stack().url(Port.GETSTREAM_SIMULATOR),
                stack.stack().secrets().simulatorApiKey(),
                stack.stack().secrets().simulatorApiSecret());
    }

    /** An answer. {@code code} is GetStream's, 0 when it is no refusal. */
    record Answer(int status, JsonNode body) {

        boolean isSuccess() {
            return status / 100 == 2;
        }

        int code() {
            return isSuccess() ? 0 : body.path("code").asInt();
        }
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    private Answer send(String method, String path, @Nullable Object body) {
        HttpAnswer answer = asking.ask(method, path, body);
        return new Answer(answer.status(), answer.body());
    }

    /** The path of a call, {@code type:id}. */
    static String call(String cid) {
        return "/video/call/" + cid.replace(':', '/');
    }

    /** A call whose broadcaster is somebody else. */
    static Map<String, Object> madeBy(String userId) {
        return Map.of("data", Map.of("created_by_id", userId));
    }
}
