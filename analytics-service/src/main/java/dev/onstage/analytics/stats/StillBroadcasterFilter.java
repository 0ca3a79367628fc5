package dev.onstage.analytics.stats;

import dev.onstage.support.access.ChannelAccess;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses event streams to whoever may not read them, or has signed out, before anything is sent: once a stream has begun,
 * its status cannot say so any more. Runs after the filter that finds out who asks.
 */
class StillBroadcasterFilter {

    private final ChannelAccess access;

    StillBroadcasterFilter(ChannelAccess access) {
        this.access = access;
    }

    @StillBroadcaster
    @ServerRequestFilter(priority = Priorities.USER + 1)
    public Uni<@Nullable Response> requireBroadcaster(UriInfo uri) {
        String channelId = uri.getPathParameters().getFirst("channelId");
        return access.requireBroadcasterNow(channelId)
                .replaceWith(Uni.createFrom().nullItem());
    }
}
