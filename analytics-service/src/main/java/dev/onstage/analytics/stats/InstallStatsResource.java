package dev.onstage.analytics.stats;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.caching.TaggedResponses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** All channels together, for operators. */
@Path("/api/stats")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.OPERATOR)
@OpenToTokens(Scope.STATS_READ)
class InstallStatsResource {

    private final OverviewService service;
    private final TaggedResponses responses;

    InstallStatsResource(OverviewService service, TaggedResponses responses) {
        this.service = service;
        this.responses = responses;
    }

    @GET
    @Path("/overview")
    @Operation(summary = "The last UTC days of all channels")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = InstallOverview.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    @APIResponse(responseCode = "400", description = "A parameter that cannot be understood, or is out of range")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "Not an operator")
    public Uni<Response> overview(
            @QueryParam("days") @Parameter(description = "1 to 366, today included; 30 when left out") @Nullable String days,
            @QueryParam("cursor") @Parameter(description = "next of the page before") @Nullable String cursor,
            @QueryParam("limit") @Parameter(description = "1 to 200 channels; 50 when left out") @Nullable String limit,
            @Context HttpServerRequest request) {
        return service.install(StatsParameters.days(days), StatsParameters.limit(limit), ChannelCursor.decode(cursor))
                .map(overview -> responses.ofPrivate(request, overview));
    }
}
