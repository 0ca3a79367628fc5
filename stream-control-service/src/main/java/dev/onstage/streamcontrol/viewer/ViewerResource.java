package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderProblems;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the page of a signed-in person needs to watch. */
@Path("/api/channels/{channelId}/viewer-access")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class ViewerResource {

    private final ViewerService viewers;
    private final ChannelAccess access;

    ViewerResource(ViewerService viewers, ChannelAccess access) {
        this.viewers = viewers;
        this.access = access;
    }

    /** Token and rights; 401 when signed out. */
    @GET
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ViewerAccess.class)))
    public Uni<Response> read(@PathParam("channelId") String channelId) {
        return viewers.access(channelId, access.requireSignedIn())
                .map(body -> Response.ok(body)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .onFailure(ProviderException.class)
                .transform(ProviderProblems::of);
    }
}
