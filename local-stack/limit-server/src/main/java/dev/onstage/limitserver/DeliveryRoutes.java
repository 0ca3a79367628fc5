package dev.onstage.limitserver;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What receiving deliveries is measured against: {@code /hmac} reads one and checks its signature, {@code /bare} reads one.
 * Both answer 204, or 401. Routes in front of all others, as webhook-ingest's own: a limit must not carry what the service
 * has got rid of.
 */
@ApplicationScoped
class DeliveryRoutes {
    private final SignatureCheck check;

    DeliveryRoutes(LimitConfig config) {
        this.check = new SignatureCheck(config.secret());
    }

    void register(@Observes Router router) {
        router.route("/hmac").order(Integer.MIN_VALUE).handler(this::hmac);
        router.route("/bare").order(Integer.MIN_VALUE).handler(DeliveryRoutes::bare);
    }

    private void hmac(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.bodyHandler(body -> {
            boolean signed = check.matches(body.getBytes(), request.getHeader("X-Signature"));
            answer(request, signed ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.UNAUTHORIZED);
        });
        request.resume();
    }

    private static void bare(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.bodyHandler(body -> answer(request, HttpResponseStatus.NO_CONTENT));
        request.resume();
    }

    private static void answer(HttpServerRequest request, HttpResponseStatus status) {
        request.response().setStatusCode(status.code()).end();
    }
}
