package dev.onstage.support.door;

import dev.onstage.support.problem.StatusProblems;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what cannot be answered in a form that was asked for, before anything is done. The framework does so itself except
 * where two methods share an address and are told apart by what they take.
 */
public class AcceptFilter {
    private static final int NOT_ACCEPTABLE = 406;

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 1)
    void check(ResourceInfo resource, HttpHeaders headers) {
        Produces produced = produced(resource);
        if (produced != null && !isAccepted(produced, headers.getAcceptableMediaTypes())) {
            throw StatusProblems.of(NOT_ACCEPTABLE);
        }
    }

    private static @Nullable Produces produced(ResourceInfo resource) {
        Produces ofMethod = resource.getResourceMethod().getAnnotation(Produces.class);
        return ofMethod == null ? resource.getResourceClass().getAnnotation(Produces.class) : ofMethod;
    }

    private static boolean isAccepted(Produces produced, List<MediaType> accepted) {
        return Arrays.stream(produced.value()).map(MediaType::valueOf).anyMatch(type -> accepted.stream()
                .anyMatch(type::isCompatible));
    }
}
