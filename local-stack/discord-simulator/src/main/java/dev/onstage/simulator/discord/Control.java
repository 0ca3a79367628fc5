package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiFunction;

/** How the control interface reads and answers. */
final class Control {
    private Control() {}

    static void json(RoutingContext context, JsonObject body) {
        write(context, body.encode());
    }

    static void json(RoutingContext context, JsonArray body) {
        write(context, body.encode());
    }

    /** Answers when it is done, unless that has happened already. */
    static void done(RoutingContext context, Future<?> future) {
        future.onSuccess(done -> {
                    if (!context.response().ended()) {
                        context.response().setStatusCode(204).end();
                    }
                })
                .onFailure(context::fail);
    }

    /** Hands the body, empty when there is none, to the action; what it cannot use is answered with 400. */
    static Handler<RoutingContext> reading(BiFunction<RoutingContext, JsonObject, Future<?>> action) {
        return context -> {
            Future<?> future;
            try {
                JsonObject body =
                        context.body().isEmpty() ? null : context.body().asJsonObject();
                future = action.apply(context, body == null ? new JsonObject() : body);
            } catch (RuntimeException e) {
                JsonObject answer = new JsonObject().put("message", "Not understood: " + e.getMessage());
                context.response()
                        .setStatusCode(400)
                        .putHeader("Content-Type", "application/json")
                        .end(answer.encode());
                return;
            }
            done(context, future);
        };
    }

    private static void write(RoutingContext context, String body) {
        context.response().putHeader("Content-Type", "application/json").end(body);
    }
}
