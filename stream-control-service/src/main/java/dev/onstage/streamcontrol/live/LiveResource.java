package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.live.LiveCache.Answer;
import dev.onstage.support.caching.TaggedResponses;
import dev.onstage.support.stream.EventStream;
import dev.onstage.support.stream.EventStream.Audience;
import dev.onstage.support.stream.EventStreams;
import dev.onstage.support.stream.StreamState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Whether a channel is live: public, asked by every viewer's page every few seconds. */
@Path("/api/channels/{channelId}/live")
@PermitAll
class LiveResource {

    private final LiveCache cache;
    private final LiveFeed feed;
    private final TaggedResponses responses;
    private final EventStreams streams;

    LiveResource(LiveCache cache, LiveFeed feed, TaggedResponses responses, EventStreams streams) {
        this.cache = cache;
        this.feed = feed;
        this.responses = responses;
        this.streams = streams;
    }

    /** The state. With {@code If-None-Match} of the last answer, 304 while nothing has changed. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LiveState.class)))
    @APIResponse(responseCode = "304", description = "As it was")
    public Uni<Response> read(@PathParam("channelId") String channelId, @Context HttpServerRequest request) {
        CompletableFuture<Answer> answer = cache.get(channelId);
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return Uni.createFrom().item(respond(channelId, answer.join(), request));
        }
        return Uni.createFrom().completionStage(answer).map(read -> respond(channelId, read, request));
    }

    /**
     * The state at once, then each change as an event {@code live}. It listens first and looks then, so that nothing is missed
     * in between.
     */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @KnownChannel
    @EventStream(Audience.EVERYBODY)
    public Multi<OutboundSseEvent> events(@PathParam("channelId") String channelId, @Context Sse sse) {
        Multi<StreamState> states = Multi.createBy()
                .merging()
                .streams(feed.changes(channelId), Multi.createFrom().completionStage(() -> cache.get(channelId)))
                .onItem()
                .scan(LiveResource::newer)
                .map(answer -> new StreamState(answer.hash(), answer.bodyOf(channelId)));
        return streams.open(sse, "live", states);
    }

    /** What was read before a change may come after it. */
    private static Answer newer(Answer shown, Answer next) {
        return next.version().isOlderThan(shown.version()) ? shown : next;
    }

    private Response respond(String channelId, Answer answer, HttpServerRequest request) {
        return responses.ofPublic(request, answer.hash(), answer.bodyOf(channelId));
    }
}
