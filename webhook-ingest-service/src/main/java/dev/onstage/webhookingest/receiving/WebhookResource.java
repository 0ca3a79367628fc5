package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusalReason;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Where the provider delivers its webhooks. */
@Path(WebhookResource.PATH)
@PermitAll
public class WebhookResource {
    static final String PATH = "/api/webhooks/getstream";

    private final WebhookService service;
    private final RefusalCounts refusals;
    private final DeliveryMetrics metrics;
    private final AllowedSources allowed;
    private final InFlight inFlight;
    private final int largest;
    private final ThreadLocal<ReadDeadlines> deadlines;

    WebhookResource(
            WebhookService service,
            DeliveryVerifier verifier,
            RefusalCounts refusals,
            DeliveryMetrics metrics,
            InFlight inFlight,
            ReceivingConfig config,
            Vertx vertx) {
        this.service = service;
        this.refusals = refusals;
        this.metrics = metrics;
        this.allowed = new AllowedSources(config.allowedSources().orElse(List.of()));
        this.inFlight =
                new InFlight(config.maxInFlight(), config.maxInFlightBytes().asLongValue());
        this.largest = Math.toIntExact(verifier.maxReceived());
        this.deadlines = ThreadLocal.withInitial(() -> ReadDeadlines.onThisEventLoop(vertx, config.bodyTimeout()));
    }

    /**
     * Takes one delivery, of whatever content type: the signature covers bytes.
     *
     * @return an answer 204 once the delivery is durable
     */
    @POST
    @PermitAll
    @NonBlocking
    @Operation(summary = "Takes one signed delivery of GetStream")
    @RequestBody(content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "204", description = "Durable; unknown types and deliveries outside the age window too")
    @APIResponse(responseCode = "400", description = "Signed, but not what its type should be")
    @APIResponse(responseCode = "401", description = "Not a delivery signed with a secret known here")
    @APIResponse(responseCode = "408", description = "The body did not arrive in time")
    @APIResponse(responseCode = "413", description = "Larger than 1 MiB, or than 4 MiB unpacked")
    @APIResponse(responseCode = "503", description = "Not durable: send it again after Retry-After")
    public Uni<Void> receive(@Context HttpServerRequest request) {
        return admit(request)
                .onFailure(RefusedDeliveryException.class)
                .invoke(refused -> count(refused.reason(), request));
    }

    private Uni<Void> admit(HttpServerRequest request) {
        if (!allowed.allow(address(request))) {
            EarlyAnswer.announce(request);
            return Uni.createFrom().failure(RefusedDeliveryException.notSigned(RefusalReason.SOURCE_NOT_ALLOWED));
        }
        InFlight.Place place = inFlight.enter();
        if (place == null) {
            EarlyAnswer.announce(request);
            return Uni.createFrom().failure(RefusedDeliveryException.overloaded("Too many deliveries are under way."));
        }
        return BodyReading.read(request, largest, place, deadlines.get())
                .chain(body -> service.receive(delivery(request, body)))
                .onTermination()
                .invoke(place::leave);
    }

    private static UnverifiedDelivery delivery(HttpServerRequest request, byte[] body) {
        return new UnverifiedDelivery(
                body,
                request.getHeader("X-Api-Key"),
                request.getHeader("X-Signature"),
                request.getHeader("X-Webhook-Id"),
                request.getHeader("X-Webhook-Attempt"),
                request.getHeader("traceparent"),
                Instant.now());
    }

    private void count(RefusalReason reason, HttpServerRequest request) {
        metrics.count(reason);
        if (reason != RefusalReason.OVERLOADED) {
            refusals.count(reason, address(request));
        }
    }

    private static @Nullable String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }
}
