package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The latest calls of senders with their outcome, tokens left out. Confined to the event loop. */
final class CallLog {
    private static final int KEPT = 5000;

    private final Clock clock;
    private final Deque<JsonObject> calls = new ArrayDeque<>();

    CallLog(Clock clock) {
        this.clock = clock;
    }

    /** Notes a call; its status is filled in when it is answered and stays 0 when the connection was closed instead. */
    void record(RoutingContext context, String webhookId) {
        Instant at = clock.instant();
        JsonObject call = new JsonObject()
                .put("at", at)
                .put("webhookId", webhookId)
                .put("method", context.request().method().name())
                .put("messageId", context.pathParam("message"))
                .put("userAgent", context.request().getHeader("User-Agent"))
                .put("status", 0);
        calls.addLast(call);
        if (calls.size() > KEPT) {
            calls.removeFirst();
        }
        context.response()
                .endHandler(ended -> call.put("status", context.response().getStatusCode()));
    }

    JsonArray toJson(@Nullable String webhookId) {
        JsonArray list = new JsonArray();
        for (JsonObject call : calls) {
            if (webhookId == null || webhookId.equals(call.getString("webhookId"))) {
                list.add(call);
            }
        }
        return list;
    }
}
