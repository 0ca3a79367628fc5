package dev.onstage.notifier.destination;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;

/** A channel's destinations, for its broadcaster. Addresses go in and never come out. */
@Path("/api/notifications/channels/{channelId}")
@AllowedTo(Caller.BROADCASTER)
public class DestinationResource {
    private final DestinationService service;

    DestinationResource(DestinationService service) {
        this.service = service;
    }

    @GET
    @OpenToTokens(Scope.NOTIFICATIONS_READ)
    public Uni<List<DestinationResponse>> list(String channelId) {
        return service.list(channelId);
    }

    @GET
    @OpenToTokens(Scope.NOTIFICATIONS_READ)
    @Path("/{destinationId}")
    public Uni<DestinationResponse> find(String channelId, String destinationId) {
        return service.find(channelId, destinationId);
    }

    @PUT
    @Path("/{destinationId}")
    @CommandLimit("save-destination")
    @Audited(AuditAction.DESTINATION_SAVED)
    public Uni<DestinationResponse> save(
            String channelId,
            @Pattern(regexp = "[a-z0-9-]{1,48}", message = "has 1 to 48 of a-z, 0-9 and -") String destinationId,
            @NotNull @Valid DestinationRequest request) {
        return service.save(channelId, destinationId, request);
    }

    @DELETE
    @Audited(AuditAction.DESTINATION_DELETED)
    @Path("/{destinationId}")
    public Uni<Void> delete(String channelId, String destinationId) {
        return service.delete(channelId, destinationId);
    }
}
