package dev.onstage.support.access;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Verifies the token before a resource method runs, so that {@link ChannelAccess} never has to wait, and not at all for
 * methods marked {@code @PermitAll}: every viewer polls those.
 */
public class IdentityFilter {
    private final CurrentIdentityAssociation association;

    IdentityFilter(CurrentIdentityAssociation association) {
        this.association = association;
    }

    @ServerRequestFilter
    Uni<Void> identify(ResourceInfo resource) {
        if (resource.getResourceMethod().isAnnotationPresent(PermitAll.class)) {
            return Uni.createFrom().voidItem();
        }
        return association
                .getDeferredIdentity()
                .invoke(identity -> association.setIdentity(identity))
                .replaceWithVoid();
    }
}
