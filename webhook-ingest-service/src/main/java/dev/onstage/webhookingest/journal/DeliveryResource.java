package dev.onstage.webhookingest.journal;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.text.WholeNumber;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The journal, for the broadcaster of a channel and for operators. */
@Path("/api/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class DeliveryResource {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final DeliveryService service;
    private final ChannelAccess access;
    private final AuditNote note;

    DeliveryResource(DeliveryService service, ChannelAccess access, AuditNote note) {
        this.service = service;
        this.access = access;
        this.note = note;
    }

    @GET
    @OpenToTokens(Scope.DELIVERIES_READ)
    @Operation(summary = "Deliveries received, newest first, the attempts of one shown together")
    @APIResponse(responseCode = "200", description = "A page; next leads to the one after it")
    @APIResponse(responseCode = "400", description = "A parameter that cannot be understood")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "Neither an operator nor the broadcaster of the channel")
    public Uni<DeliveryPage> list(
            @QueryParam("channel")
                    @Parameter(
                            description = "Channel id; may be left out by operators and by the"
                                    + " broadcaster of one channel")
                    @Nullable String channel,
            @QueryParam("type") @Parameter(description = "The provider's event type") @Nullable String type,
            @QueryParam("outcome") @Parameter(description = "accepted, ignored, quarantined or refused") @Nullable String outcome,
            @QueryParam("from") @Parameter(description = "Received at or after") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Received before") @Nullable String to,
            @QueryParam("callCid") @Nullable String callCid,
            @QueryParam("webhookId") @Nullable String webhookId,
            @QueryParam("cursor") @Parameter(description = "next of the page before") @Nullable String cursor,
            @QueryParam("limit") @Parameter(description = "1 to " + LARGEST_PAGE + "; 50 when left out") @Nullable String limit) {
        SignedIn person = access.requireSignedIn();
        DeliveryFilter asked = DeliveryFilter.parse(channel, type, outcome, from, to, callCid, webhookId);
        DeliveryCursor after = cursor == null || cursor.isBlank() ? null : DeliveryCursor.decode(cursor);
        return service.list(
                DeliveryScope.narrow(person, asked), after, WholeNumber.read("limit", limit, USUAL_PAGE, LARGEST_PAGE));
    }

    @GET
    @Path("/{deliveryId}")
    @Audited(AuditAction.DELIVERY_READ)
    @Operation(summary = "One delivery with its body; who looked is written down")
    @APIResponse(responseCode = "200", description = "The delivery")
    @APIResponse(responseCode = "401", description = "Not signed in, or signed out since")
    @APIResponse(responseCode = "404", description = "There is none, or it is somebody else's")
    public Uni<DeliveryDetail> read(@PathParam("deliveryId") UUID deliveryId) {
        return service.read(access.requireSignedIn(), deliveryId)
                .invoke(detail -> note.channel(detail.delivery().channelId()));
    }
}
