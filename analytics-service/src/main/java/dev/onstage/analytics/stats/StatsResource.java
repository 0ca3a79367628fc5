package dev.onstage.analytics.stats;

import dev.onstage.support.access.ChannelAccess;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Statistics, for the broadcaster of the channel. Both answers carry an ETag. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
class StatsResource {

    private final StatsService service;
    private final ChannelAccess access;
    private final TaggedResponses responses;

    StatsResource(StatsService service, ChannelAccess access, TaggedResponses responses) {
        this.service = service;
        this.access = access;
        this.responses = responses;
    }

    @GET
    @Path("/channels/{channelId}/stats")
    @APIResponse(
            responseCode = "200",
            description = "The sessions started within the last days, newest first",
            content = @Content(schema = @Schema(implementation = ChannelStats.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    public Uni<Response> channel(
            @PathParam("channelId") @Pattern(regexp = "[a-z0-9-]{1,48}") String channelId,
            @QueryParam("days") @DefaultValue("30") @Min(1) @Max(366) int days,
            @Context Request request) {
        access.requireBroadcaster(channelId);
        return service.channel(channelId, days).map(stats -> responses.of(request, stats));
    }

    @GET
    @Path("/sessions/{sessionId}")
    @APIResponse(
            responseCode = "200",
            description = "The session in detail",
            content = @Content(schema = @Schema(implementation = SessionDetail.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    public Uni<Response> session(@PathParam("sessionId") UUID sessionId, @Context Request request) {
        access.requireSignedIn();
        return service.session(sessionId)
                .invoke(summary -> access.requireBroadcaster(summary.channelId()))
                .chain(service::detail)
                .map(detail -> responses.of(request, detail));
    }
}
