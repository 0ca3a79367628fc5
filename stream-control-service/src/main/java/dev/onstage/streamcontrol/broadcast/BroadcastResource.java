package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.access.ChannelAccess;
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
class BroadcastResource {

    private final BroadcastCommands commands;
    private final BroadcastViews views;
    private final ChannelAccess access;
    private final EventStreams streams;

    BroadcastResource(BroadcastCommands commands, BroadcastViews views, ChannelAccess access, EventStreams streams) {
        this.commands = commands;
        this.views = views;
        this.access = access;
        this.streams = streams;
    }

    /** The broadcast as it is. */
    @GET
    @Path("/broadcast")
    public Uni<BroadcastResponse> broadcast(String channelId) {
        access.requireBroadcaster(channelId);
        return views.find(channelId);
    }

    /** The broadcast as it is and after each change: events named {@code broadcast}. */
    @GET
    @Path("/broadcast/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStream(Audience.BROADCASTER)
    public Multi<OutboundSseEvent> events(String channelId, @Context Sse sse) {
        return streams.open(sse, "broadcast", views.follow(channelId).map(streams::stateOf));
    }

    /** Goes live. */
    @POST
    @Path("/go-live")
    @CommandLimit("go-live")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<BroadcastResponse> goLive(String channelId, @Nullable GoLiveRequest request) {
        access.requireBroadcaster(channelId);
        return commands.goLive(channelId, request == null ? GoLiveRequest.NOTHING_CONFIRMED : request)
                .map(views::view);
    }

    /** Ends the stream. */
    @POST
    @Path("/stop-live")
    @CommandLimit("stop-live")
    public Uni<BroadcastResponse> stopLive(String channelId) {
        access.requireBroadcaster(channelId);
        return commands.stopLive(channelId).map(views::view);
    }

    /** Closes the session at once, whatever the provider does. The way out of any trouble: without a limit. */
    @POST
    @Path("/force-end")
    public Uni<BroadcastResponse> forceEnd(String channelId) {
        access.requireBroadcaster(channelId);
        return commands.forceEnd(channelId).map(views::view);
    }
}
