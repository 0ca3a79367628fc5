package dev.onstage.support.access;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses whoever is signed in and has not the role that {@link AllowedTo} asks for. Runs behind {@link IdFilter}, which sees to
 * it that the channel's id can be one, and before the body is read: what is wrong with it is nobody else's business.
 */
public class RoleFilter {
    private final AccessRules rules;
    private final ChannelAccess access;

    RoleFilter(AccessRules rules, ChannelAccess access) {
        this.rules = rules;
        this.access = access;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1)
    void letIn(ResourceInfo resource, UriInfo uri) {
        Caller caller = rules.of(resource.getResourceMethod()).caller();
        if (caller == Caller.BROADCASTER) {
            SignedIn unused = access.requireBroadcaster(channelOf(uri));
        } else if (caller == Caller.OWNER) {
            SignedIn unused = access.requireOwner(channelOf(uri));
        } else if (caller == Caller.MODERATOR) {
            SignedIn unused = access.requireModerator(channelOf(uri));
        } else if (caller == Caller.OPERATOR) {
            SignedIn unused = access.requireOperator();
        }
    }

    private static String channelOf(UriInfo uri) {
        return Objects.requireNonNull(uri.getPathParameters().getFirst("channelId"));
    }
}
