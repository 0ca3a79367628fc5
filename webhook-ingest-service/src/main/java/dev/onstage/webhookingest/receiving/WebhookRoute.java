package dev.onstage.webhookingest.receiving;

import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.door.RequestPath;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusalReason;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Where the provider delivers its webhooks, of whatever content type: the signature covers bytes. Documented in {@code
 * META-INF/openapi.yaml}.
 *
 * <p>A route of its own in front of all others, since nothing that stands before a resource is of use here, and together it
 * costs more than receiving a delivery does: authentication, authorisation, content negotiation, and a body that is read
 * without a bound in time, the larger ones on a worker thread.
 */
@ApplicationScoped
class WebhookRoute {
    static final String PATH = "/api/webhooks/getstream";

    private static final int NO_CONTENT = 204;
    private static final List<String> METHODS = List.of("OPTIONS", "POST");

    private final WebhookService service;
    private final DeliveryVerifier verifier;
    private final RefusalCounts refusals;
    private final DeliveryMetrics metrics;
    private final ClientAddresses addresses;
    private final AllowedSources allowed;
    private final InFlight inFlight;
    private final int largest;
    private final ThreadLocal<ReadDeadlines> deadlines;

    WebhookRoute(
            WebhookService service,
            DeliveryVerifier verifier,
            RefusalCounts refusals,
            DeliveryMetrics metrics,
            ClientAddresses addresses,
            InFlight inFlight,
            ReceivingConfig config,
            Vertx vertx) {
        this.service = service;
        this.verifier = verifier;
        this.refusals = refusals;
        this.metrics = metrics;
        this.addresses = addresses;
        this.allowed = new AllowedSources(config.allowedSources().orElse(List.of()));
        this.inFlight = inFlight;
        this.largest = Math.toIntExact(verifier.maxReceived());
        this.deadlines = ThreadLocal.withInitial(
                () -> ReadDeadlines.onThisEventLoop(vertx, config.bodyTimeout(), config.patience()));
    }

    void register(@Observes Router router) {
        router.route(PATH).order(Integer.MIN_VALUE).handler(this::receive);
        router.route().order(Integer.MIN_VALUE + 1).handler(context -> {
            ExpectedContinue.answer(context.request());
            context.next();
        });
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        RequestPath.set(request, PATH);
        Exchange exchange = new Exchange(request, largest, deadlines.get(), this::count);
        if (HttpMethod.OPTIONS.equals(request.method())) {
            answerOptions(request.response());
        } else if (!HttpMethod.POST.equals(request.method())) {
            exchange.refused(
                    new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "This address does not take this method.")
                            .with(ProblemException.ALLOW, METHODS));
        } else if (allowed.isRestricted()
                && !allowed.allow(addresses.of(request).text())) {
            exchange.refused(RefusedDeliveryException.notSigned(RefusalReason.SOURCE_NOT_ALLOWED));
        } else {
            receive(exchange);
        }
    }

    private static void answerOptions(HttpServerResponse response) {
        response.setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.ALLOW, String.join(", ", METHODS))
                .end();
    }

    /** Nothing is read of what comes under no key of ours, or without anything that could be a signature. */
    private void receive(Exchange exchange) {
        try {
            verifier.checkClaims(exchange.apiKey(), exchange.signature());
        } catch (RefusedDeliveryException refused) {
            exchange.refused(refused);
            return;
        }
        InFlight.Place place = inFlight.enter();
        while (place == null && deadlines.get().makeRoom(null)) {
            place = inFlight.enter();
        }
        if (place == null) {
            exchange.refused(Exchange.crowded());
        } else {
            exchange.read(place, service::receive);
        }
    }

    private void count(RefusalReason reason, HttpServerRequest request) {
        metrics.count(reason);
        if (reason != RefusalReason.OVERLOADED) {
            refusals.count(reason, addresses.of(request));
        }
    }
}
