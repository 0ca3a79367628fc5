package dev.onstage.notifier.destination;

import dev.onstage.support.access.ChannelAccess;
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
public class DestinationResource {
    private final DestinationService service;
    private final ChannelAccess access;

    DestinationResource(DestinationService service, ChannelAccess access) {
        this.service = service;
        this.access = access;
    }

    @GET
    public Uni<List<DestinationResponse>> list(String channelId) {
        access.requireBroadcaster(channelId);
        return service.list(channelId);
    }

    @GET
    @Path("/{destinationId}")
    public Uni<DestinationResponse> find(String channelId, String destinationId) {
        access.requireBroadcaster(channelId);
        return service.find(channelId, destinationId);
    }

    @PUT
    @Path("/{destinationId}")
    @CommandLimit("save-destination")
    public Uni<DestinationResponse> save(
            String channelId,
            @Pattern(regexp = "[a-z0-9-]{1,48}", message = "has 1 to 48 of a-z, 0-9 and -") String destinationId,
            @NotNull @Valid DestinationRequest request) {
        access.requireBroadcaster(channelId);
        return service.save(channelId, destinationId, request);
    }

    @DELETE
    @Path("/{destinationId}")
    public Uni<Void> delete(String channelId, String destinationId) {
        access.requireBroadcaster(channelId);
        return service.delete(channelId, destinationId);
    }
}
