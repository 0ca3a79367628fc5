package dev.onstage.webhookingest.replay;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Replay, for the broadcaster of a channel and for operators. */
@Path("/api/webhooks/deliveries/replay")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
@Consumes(MediaType.APPLICATION_JSON)
class ReplayResource {
    private final ReplayService service;
    private final ChannelAccess access;
    private final Tracing tracing;

    ReplayResource(ReplayService service, ChannelAccess access, Tracing tracing) {
        this.tracing = tracing;
        this.service = service;
        this.access = access;
    }

    @POST
    @Audited(AuditAction.DELIVERIES_REPLAYED)
    @Operation(summary = "Publishes the events of stored deliveries once more; who did is written down")
    @APIResponse(responseCode = "200", description = "What was sent, or would be; next to go on")
    @APIResponse(responseCode = "400", description = "Not exactly one of ids and filter, too many ids, or not readable")
    @APIResponse(responseCode = "401", description = "Not signed in, or signed out since")
    @APIResponse(responseCode = "403", description = "Neither an operator nor the broadcaster of the channel")
    @APIResponse(responseCode = "404", description = "An id is none, or somebody else's")
    @APIResponse(responseCode = "409", description = "Another replay is under way")
    @APIResponse(responseCode = "503", description = "Kafka stopped confirming: sent and next say where")
    public Uni<ReplayAnswer> replay(
            @HeaderParam("traceparent")
                    @Parameter(description = "The trace that what is published shall belong to, as W3C has it")
                    @Nullable String traceParent,
            @NotNull ReplayRequest request) {
        String step = tracing.current();
        return service.replay(access.requireSignedIn(), request, step == null ? traceParent : step);
    }
}
