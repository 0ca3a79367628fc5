package dev.onstage.analytics.stats;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.caching.TaggedResponses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** One session, or two of them, for the broadcaster of their channel. */
@Path("/api/sessions")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
@OpenToTokens(Scope.STATS_READ)
@APIResponse(responseCode = "401", description = "Not signed in")
@APIResponse(responseCode = "403", description = "Not the broadcaster of the session's channel")
@APIResponse(responseCode = "404", description = "There is no such session")
class SessionResource {

    private final StatsService service;
    private final StatsExport export;
    private final ChannelAccess access;
    private final TaggedResponses responses;
    private final AuditNote note;

    SessionResource(
            StatsService service, StatsExport export, ChannelAccess access, TaggedResponses responses, AuditNote note) {
        this.service = service;
        this.export = export;
        this.access = access;
        this.responses = responses;
        this.note = note;
    }

    @GET
    @Path("/{sessionId}")
    @Operation(summary = "A session in detail")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionDetail.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    public Uni<Response> session(@PathParam("sessionId") UUID sessionId, @Context HttpServerRequest request) {
        SignedIn person = access.requireSignedIn();
        return own(person, sessionId).chain(service::detail).map(detail -> responses.ofPrivate(request, detail));
    }

    @GET
    @Path("/compare")
    @Operation(summary = "Two sessions side by side, counted from their starts")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionComparison.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    @APIResponse(responseCode = "400", description = "Not the ids of two sessions")
    public Uni<Response> compare(
            @QueryParam("a") @Parameter(required = true) @Nullable String a,
            @QueryParam("b") @Parameter(required = true) @Nullable String b,
            @Context HttpServerRequest request) {
        SignedIn person = access.requireSignedIn();
        UUID first = StatsParameters.sessionId("a", a);
        UUID second = StatsParameters.sessionId("b", b);
        return own(person, first)
                .chain(one -> own(person, second).chain(other -> service.compare(one, other)))
                .map(comparison -> responses.ofPrivate(request, comparison));
    }

    @GET
    @Path("/{sessionId}/export.csv")
    @Audited(AuditAction.STATISTICS_EXPORTED)
    @Produces(StatsDownload.CSV)
    @Operation(summary = "The minutes of a session as RFC 4180 text")
    @APIResponse(responseCode = "200", content = @Content(mediaType = StatsDownload.CSV))
    public Uni<Response> exportCsv(@PathParam("sessionId") UUID sessionId) {
        return own(access.requireSignedIn(), sessionId)
                .chain(service::chart)
                .map(chart -> export.minutesCsv(MinuteFigures.of(chart)))
                .map(csv -> StatsDownload.of(csv, "session-" + sessionId + ".csv"));
    }

    @GET
    @Path("/{sessionId}/export.json")
    @Audited(AuditAction.STATISTICS_EXPORTED)
    @Operation(summary = "A session with every minute of it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionExport.class)))
    public Uni<Response> exportJson(@PathParam("sessionId") UUID sessionId) {
        return own(access.requireSignedIn(), sessionId)
                .chain(service::export)
                .map(session -> StatsDownload.of(session, "session-" + sessionId + ".json"));
    }

    private Uni<SessionSummary> own(SignedIn person, UUID sessionId) {
        return service.session(sessionId)
                .invoke(session -> note.channel(session.channelId()))
                .invoke(session -> ChannelAccess.requireBroadcaster(person, session.channelId()));
    }
}
