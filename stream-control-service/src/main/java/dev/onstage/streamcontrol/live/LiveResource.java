package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.live.LiveCache.Answer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Whether a channel is live: public, asked by every viewer's page every few seconds. */
@Path("/api/channels/{channelId}/live")
@PermitAll
class LiveResource {

    private final LiveCache cache;
    private final LiveFeed feed;
    private final LiveConfig config;

    LiveResource(LiveCache cache, LiveFeed feed, LiveConfig config) {
        this.cache = cache;
        this.feed = feed;
        this.config = config;
    }

    /** The state. With {@code If-None-Match} of the last answer, 304 while nothing has changed. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LiveState.class)))
    @APIResponse(responseCode = "304", description = "As it was")
    public Uni<Response> read(
            @PathParam("channelId") String channelId,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        CompletableFuture<Answer> answer = cache.get(channelId);
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return Uni.createFrom().item(respond(channelId, answer.join(), ifNoneMatch));
        }
        return Uni.createFrom().completionStage(answer).map(read -> respond(channelId, read, ifNoneMatch));
    }

    /**
     * The state at once, then each change as an event {@code live}; comments keep the connection alive. It listens first and
     * looks then, so that nothing is missed in between.
     */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @KnownChannel
    public Multi<OutboundSseEvent> events(@PathParam("channelId") String channelId, @Context Sse sse) {
        Multi<OutboundSseEvent> states = Multi.createBy()
                .merging()
                .streams(feed.changes(channelId), Multi.createFrom().completionStage(() -> cache.get(channelId)))
                .skip()
                .repetitions(Comparator.comparing(Answer::etag))
                .map(answer -> sse.newEventBuilder()
                        .name("live")
                        .data(String.class, answer.bodyOf(channelId))
                        .build());
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .startingAfter(config.heartbeat())
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("alive").build());
        return Multi.createBy().merging().streams(states, heartbeats);
    }

    private static Response respond(String channelId, Answer answer, @Nullable String ifNoneMatch) {
        String body = answer.bodyOf(channelId);
        Response.ResponseBuilder response = ifNoneMatch != null && ifNoneMatch.contains(answer.etag())
                ? Response.notModified()
                : Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
        return response.header(HttpHeaders.ETAG, answer.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
