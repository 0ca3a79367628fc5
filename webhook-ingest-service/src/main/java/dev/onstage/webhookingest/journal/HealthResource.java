package dev.onstage.webhookingest.journal;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignedIn;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The webhook check, for the broadcaster of a channel and for operators. */
@Path("/api/webhooks/health")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
@OpenToTokens(Scope.DELIVERIES_READ)
class HealthResource {
    private final HealthService service;
    private final ChannelAccess access;

    HealthResource(HealthService service, ChannelAccess access) {
        this.service = service;
        this.access = access;
    }

    @GET
    @Operation(summary = "What was received last, what became of deliveries, how far journal and spool are behind")
    @APIResponse(
            responseCode = "200",
            description = "The check of the channel; for operators without one, of everything")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "Neither an operator nor the broadcaster of the channel")
    public Uni<WebhookHealth> check(@QueryParam("channel") @Nullable String channel) {
        DeliveryFilter asked = DeliveryFilter.parse(channel, null, null, null, null, null, null);
        SignedIn person = access.requireSignedIn();
        return service.check(DeliveryScope.narrow(person, asked).channelId(), person.isOperator());
    }
}
