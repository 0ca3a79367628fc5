package dev.onstage.streamcontrol.live;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses event streams of channels that do not exist before anything is sent: once a stream has begun, its status cannot
 * say so any more.
 */
class KnownChannelFilter {

    private final LiveCache cache;

    KnownChannelFilter(LiveCache cache) {
        this.cache = cache;
    }

    @KnownChannel
    @ServerRequestFilter
    public Uni<@Nullable Response> requireKnown(UriInfo uri) {
        String channelId = uri.getPathParameters().getFirst("channelId");
        return Uni.createFrom()
                .completionStage(() -> cache.get(channelId))
                .invoke(answer -> answer.bodyOf(channelId))
                .replaceWith(Uni.createFrom().nullItem());
    }
}
