package dev.onstage.simulator.discord;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes what a sender gets; here an injected fault makes an answer late or loses it. */
final class Answers {
    private static final String JSON = "application/json";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String FIREWALL =
            "<html><head><title>Access denied</title></head><body>error code: 1015</body></html>";

    private Answers() {}

    static void json(RoutingContext context, int status, JsonObject body) {
        send(context, status, JSON, body.encode());
    }

    static void noContent(RoutingContext context) {
        send(context, 204, "", "");
    }

    static void error(RoutingContext context, ApiError error) {
        if (Call.isFollowed(context)) {
            Call.of(context).answeredWith(error.code(), null);
        }
        json(context, error.status(), error.toJson());
    }

    /** Status 429 with both ways of saying how long to wait. */
    static void refuse(RoutingContext context, Refusal refusal) {
        Call call = Call.of(context);
        call.answeredWith(refusal.code() == null ? 0 : refusal.code(), refusal.scope());
        HttpServerResponse response = context.response()
                .putHeader("Retry-After", refusal.header(call.version()))
                .putHeader("X-RateLimit-Scope", refusal.scope());
        if (refusal.global()) {
            response.putHeader("X-RateLimit-Global", "true");
        }
        json(context, TOO_MANY_REQUESTS, refusal.body(call.version()));
    }

    /** As the firewall in front of Discord answers: no JSON and none of Discord's headers. */
    static void firewall(RoutingContext context, int status) {
        send(context, status, "text/html", FIREWALL);
    }

    static void send(RoutingContext context, int status, String contentType, String body) {
        Fault fault = Call.isFollowed(context) ? Call.of(context).fault() : null;
        if (fault == null) {
            write(context, status, contentType, body);
        } else if (fault.drop() == Fault.Drop.ANSWER) {
            context.request().connection().close();
        } else if (fault.slowAnswerMillis() > 0) {
            context.vertx().setTimer(fault.slowAnswerMillis(), timer -> write(context, status, contentType, body));
        } else {
            write(context, status, contentType, body);
        }
    }

    private static void write(RoutingContext context, int status, String contentType, String body) {
        HttpServerResponse response = context.response();
        // Who asked may have given up while a late answer was on its way.
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status);
        if (!contentType.isEmpty()) {
            response.putHeader("Content-Type", contentType);
        }
        response.end(body);
    }
}
