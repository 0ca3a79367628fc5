package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;

/** A simulator of its own for each test, on a clock that the test moves. */
abstract class SimulatorTest {
    static final JsonObject HELLO = new JsonObject().put("content", "Hello");

    final SettableClock clock = new SettableClock();
    private final SimulatorServer server =
            SimulatorServer.start(0, 0, null, clock).toCompletableFuture().join();
    final Sender sender = new Sender(server);
    private boolean stopped;

    @AfterEach
    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        server.close().toCompletableFuture().join();
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static int code(HttpResponse<String> answer) {
        return json(answer).getInteger("code");
    }
}
