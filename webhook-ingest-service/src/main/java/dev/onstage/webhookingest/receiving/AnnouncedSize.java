package dev.onstage.webhookingest.receiving;

import dev.onstage.support.problem.ProblemResponses;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses bodies that say themselves that they are too large. Stands before Quarkus' own limit, which is a little higher
 * and answers without a problem document.
 */
@ApplicationScoped
class AnnouncedSize {
    private static final int BEFORE_QUARKUS_LIMIT = 100;

    private final DeliveryVerifier verifier;
    private final RefusalCounts refusals;
    private final DeliveryMetrics metrics;

    AnnouncedSize(DeliveryVerifier verifier, RefusalCounts refusals, DeliveryMetrics metrics) {
        this.verifier = verifier;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_QUARKUS_LIMIT);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !isTooLarge(length) || !WebhookResource.PATH.equals(request.path())) {
            context.next();
            return;
        }
        RefusedDeliveryException refused = verifier.tooLarge();
        metrics.count(refused.reason());
        refusals.count(refused.reason(), request.remoteAddress().hostAddress());
        EarlyAnswer.announce(request);
        request.response()
                .setStatusCode(refused.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemResponses.MEDIA_TYPE)
                .end(new JsonObject(ProblemResponses.body(refused, request.path())).toBuffer());
    }

    private boolean isTooLarge(String length) {
        try {
            return Long.parseLong(length) > verifier.maxReceived();
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
