package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Where the provider delivers its webhooks. */
@Path("/api/webhooks/getstream")
@PermitAll
public class WebhookResource {
    private final WebhookService service;

    WebhookResource(WebhookService service) {
        this.service = service;
    }

    /**
     * Takes one delivery, of whatever content type: the signature covers bytes.
     *
     * @return an answer 204 once the delivery is durable
     */
    @POST
    @PermitAll
    @Operation(summary = "Takes one signed delivery of GetStream")
    @APIResponse(responseCode = "204", description = "Durable; unknown types and deliveries outside the age window too")
    @APIResponse(responseCode = "400", description = "Signed, but not what its type should be")
    @APIResponse(responseCode = "401", description = "Not signed with a secret known here")
    @APIResponse(responseCode = "413", description = "Larger than 1 MiB, or than 4 MiB unpacked")
    @APIResponse(responseCode = "503", description = "Not durable: send it again after Retry-After")
    public Uni<Void> receive(
            byte @Nullable [] body,
            @RestHeader("X-Api-Key") @Nullable String apiKey,
            @RestHeader("X-Signature") @Nullable String signature,
            @RestHeader("X-Webhook-Id") @Nullable String webhookId,
            @RestHeader("X-Webhook-Attempt") @Nullable String attempt) {
        byte[] received = body == null ? new byte[0] : body;
        return service.receive(new UnverifiedDelivery(received, apiKey, signature, webhookId, attempt, Instant.now()));
    }
}
