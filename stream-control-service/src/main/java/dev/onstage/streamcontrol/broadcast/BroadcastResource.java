package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.access.ChannelAccess;
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
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The broadcast of a channel, for its broadcaster. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
class BroadcastResource {

    private final BroadcastCommands commands;
    private final BroadcastViews views;
    private final ChannelAccess access;
    private final BroadcastConfig config;

    BroadcastResource(BroadcastCommands commands, BroadcastViews views, ChannelAccess access, BroadcastConfig config) {
        this.commands = commands;
        this.views = views;
        this.access = access;
        this.config = config;
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
    public RestMulti<OutboundSseEvent> events(String channelId, @Context Sse sse) {
        access.requireBroadcaster(channelId);
        return RestMulti.fromUniResponse(views.find(channelId), first -> events(channelId, first, sse));
    }

    /** Goes live. */
    @POST
    @Path("/go-live")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<BroadcastResponse> goLive(String channelId, @Nullable GoLiveRequest request) {
        access.requireBroadcaster(channelId);
        return commands.goLive(channelId, request != null && request.withoutEncoder())
                .map(views::view);
    }

    /** Ends the stream. */
    @POST
    @Path("/stop-live")
    public Uni<BroadcastResponse> stopLive(String channelId) {
        access.requireBroadcaster(channelId);
        return commands.stopLive(channelId).map(views::view);
    }

    /** Closes the session at once, whatever the provider does. */
    @POST
    @Path("/force-end")
    public Uni<BroadcastResponse> forceEnd(String channelId) {
        access.requireBroadcaster(channelId);
        return commands.forceEnd(channelId).map(views::view);
    }

    private Multi<OutboundSseEvent> events(String channelId, BroadcastResponse first, Sse sse) {
        Multi<OutboundSseEvent> states = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(first), views.follow(channelId))
                .skip()
                .repetitions()
                .map(state -> event(sse, state));
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .startingAfter(config.streamHeartbeat())
                .every(config.streamHeartbeat())
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("alive").build());
        return Multi.createBy().merging().streams(states, heartbeats);
    }

    private static OutboundSseEvent event(Sse sse, BroadcastResponse state) {
        return sse.newEventBuilder()
                .name("broadcast")
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(BroadcastResponse.class, state)
                .build();
    }
}
