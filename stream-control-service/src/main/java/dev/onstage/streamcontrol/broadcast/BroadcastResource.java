package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import dev.onstage.support.stream.EventStream;
import dev.onstage.support.stream.EventStream.Audience;
import dev.onstage.support.stream.EventStreams;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/** The broadcast of a channel, for its broadcaster. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.BROADCASTER)
class BroadcastResource {

    private final BroadcastCommands commands;
    private final BroadcastViews views;
    private final EventStreams streams;

    BroadcastResource(BroadcastCommands commands, BroadcastViews views, EventStreams streams) {
        this.commands = commands;
        this.views = views;
        this.streams = streams;
    }

    /** The broadcast as it is. */
    @GET
    @Path("/broadcast")
    @OpenToTokens(Scope.BROADCAST_READ)
    public Uni<BroadcastResponse> broadcast(String channelId) {
        return views.find(channelId);
    }

    /** The broadcast as it is and after each change: events named {@code broadcast}. */
    @GET
    @Path("/broadcast/events")
    @OpenToTokens(Scope.BROADCAST_READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStream(Audience.BROADCASTER)
    public Multi<OutboundSseEvent> events(String channelId, @Context Sse sse) {
        return streams.open(sse, "broadcast", views.follow(channelId).map(streams::stateOf));
    }

    /** Goes live. */
    @POST
    @Path("/go-live")
    @Audited(AuditAction.GO_LIVE)
    @OpenToTokens(Scope.BROADCAST_CONTROL)
    @CommandLimit("go-live")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<BroadcastResponse> goLive(String channelId, @Nullable GoLiveRequest request) {
        return commands.goLive(channelId, request == null ? GoLiveRequest.NOTHING_CONFIRMED : request)
                .map(views::view);
    }

    /** Ends the stream. */
    @POST
    @Path("/stop-live")
    @Audited(AuditAction.STOP_LIVE)
    @OpenToTokens({Scope.BROADCAST_CONTROL, Scope.BROADCAST_END})
    @CommandLimit("stop-live")
    public Uni<BroadcastResponse> stopLive(String channelId) {
        return commands.stopLive(channelId).map(views::view);
    }

    /** Closes the session at once, whatever the provider does. The way out of any trouble: without a limit. */
    @POST
    @Path("/force-end")
    @Audited(AuditAction.FORCE_END)
    @OpenToTokens({Scope.BROADCAST_CONTROL, Scope.BROADCAST_END})
    public Uni<BroadcastResponse> forceEnd(String channelId) {
        return commands.forceEnd(channelId).map(views::view);
    }
}
