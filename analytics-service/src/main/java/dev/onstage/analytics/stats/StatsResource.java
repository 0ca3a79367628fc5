package dev.onstage.analytics.stats;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.LoginCheck;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.caching.TaggedResponses;
import dev.onstage.support.door.AnswerDeadline;
import dev.onstage.support.stream.EventStream;
import dev.onstage.support.stream.EventStream.Audience;
import dev.onstage.support.stream.EventStreams;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Statistics of a channel, for its broadcaster. */
@Path("/api/stats/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.BROADCASTER)
@OpenToTokens(Scope.STATS_READ)
@APIResponse(responseCode = "400", description = "A parameter that cannot be understood, or is out of range")
@APIResponse(responseCode = "401", description = "Not signed in")
@APIResponse(responseCode = "403", description = "Not the broadcaster of the channel")
class StatsResource {

    private static final String CHANNEL = "[a-z0-9-]{1,48}";

    private final OverviewService overviews;
    private final StatsService service;
    private final StatsExport export;
    private final LiveStatsFeed feed;
    private final EventStreams streams;
    private final ChannelAccess access;
    private final LoginCheck logins;
    private final TaggedResponses responses;
    private final AnswerDeadline deadline;

    StatsResource(
            OverviewService overviews,
            StatsService service,
            StatsExport export,
            LiveStatsFeed feed,
            EventStreams streams,
            ChannelAccess access,
            LoginCheck logins,
            TaggedResponses responses,
            AnswerDeadline deadline) {
        this.overviews = overviews;
        this.service = service;
        this.export = export;
        this.feed = feed;
        this.streams = streams;
        this.access = access;
        this.logins = logins;
        this.responses = responses;
        this.deadline = deadline;
    }

    @GET
    @Operation(summary = "The last days of the channel's calendar, against as many before")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChannelOverview.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    public Uni<Response> overview(
            @PathParam("channelId") @Pattern(regexp = CHANNEL) String channelId,
            @QueryParam("days") @Parameter(description = "1 to 366, today included; 30 when left out") @Nullable String days,
            @Context HttpServerRequest request) {
        return overviews
                .channel(channelId, StatsParameters.days(days))
                .map(overview -> responses.ofPrivate(request, overview));
    }

    @GET
    @Path("/sessions")
    @Operation(summary = "The sessions of the channel, the newest first or in the order asked for")
    @APIResponse(
            responseCode = "200",
            description = "A page; next leads to the one after it",
            content = @Content(schema = @Schema(implementation = SessionPage.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag given")
    public Uni<Response> sessions(
            @PathParam("channelId") @Pattern(regexp = CHANNEL) String channelId,
            @QueryParam("from") @Parameter(description = "Started at or after") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Started before") @Nullable String to,
            @QueryParam("sort")
                    @Parameter(
                            description = "startedAt, duration, peakViewers, averageViewers, uniqueViewers,"
                                    + " watchMinutes or chatMessages")
                    @Nullable String sort,
            @QueryParam("order") @Parameter(description = "desc, or asc") @Nullable String order,
            @QueryParam("cursor") @Parameter(description = "next of the page before") @Nullable String cursor,
            @QueryParam("limit") @Parameter(description = "1 to 200; 50 when left out") @Nullable String limit,
            @Context HttpServerRequest request) {
        SessionQuery query = SessionQuery.parse(from, to, sort, order);
        return service.page(
                        channelId, query, SessionCursor.decode(cursor, channelId, query), StatsParameters.limit(limit))
                .map(page -> responses.ofPrivate(request, page));
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStream(Audience.BROADCASTER)
    @Operation(summary = "The live figures as they are and after each change: events named stats")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LiveStats.class)))
    public Multi<OutboundSseEvent> events(
            @PathParam("channelId") @Pattern(regexp = CHANNEL) String channelId, @Context Sse sse) {
        Multi<LiveStats> figures =
                Multi.createBy().concatenating().streams(feed.read(channelId).toMulti(), feed.follow(channelId));
        return streams.open(sse, "stats", figures.map(streams::stateOf));
    }

    @GET
    @Path("/export.csv")
    @Audited(AuditAction.STATISTICS_EXPORTED)
    @Produces(StatsDownload.CSV)
    @Operation(summary = "All sessions of the channel as RFC 4180 text, the oldest first")
    @APIResponse(responseCode = "200", content = @Content(mediaType = StatsDownload.CSV))
    public RestMulti<String> exportCsv(
            @PathParam("channelId") @Pattern(regexp = CHANNEL) String channelId,
            @QueryParam("from") @Parameter(description = "Started at or after") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Started before") @Nullable String to,
            @Context RoutingContext exchange) {
        SignedIn person = access.requireSignedIn();
        SessionQuery query = SessionQuery.parse(from, to, null, "asc");
        return RestMulti.fromUniResponse(
                deadline.inTime(exchange, export.begin(channelId, query)),
                first -> export.sessionsCsv(channelId, query, first, () -> logins.holds(person)),
                first -> StatsDownload.headers("sessions-" + channelId + ".csv"));
    }

    @GET
    @Path("/export.json")
    @Audited(AuditAction.STATISTICS_EXPORTED)
    @Operation(summary = "All sessions of the channel, the oldest first")
    public RestMulti<SessionSummary> exportJson(
            @PathParam("channelId") @Pattern(regexp = CHANNEL) String channelId,
            @QueryParam("from") @Parameter(description = "Started at or after") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Started before") @Nullable String to,
            @Context RoutingContext exchange) {
        SignedIn person = access.requireSignedIn();
        SessionQuery query = SessionQuery.parse(from, to, null, "asc");
        return RestMulti.fromUniResponse(
                deadline.inTime(exchange, export.begin(channelId, query)),
                first -> export.sessions(channelId, query, first, () -> logins.holds(person)),
                first -> StatsDownload.headers("sessions-" + channelId + ".json"));
    }
}
