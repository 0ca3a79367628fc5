package dev.onstage.support.door;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a resource does with a request that {@link AnswerDeadline} has answered already: nothing, when it is not reached yet, so
 * that nobody is told to try again and finds it done twice; else its answer goes nowhere. The framework would try to send it and
 * report an error.
 */
public class LateAnswers {

    /** Behind what finds out who asks, which may take long. */
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 1)
    @Nullable Response keepOut(RoutingContext exchange) {
        return insteadOf(exchange);
    }

    /** What a filter returns at once that is behind one that may take long; null when it is to do its work. */
    public static @Nullable Response insteadOf(RoutingContext exchange) {
        return exchange.response().ended() ? Response.noContent().build() : null;
    }

    @ServerResponseFilter
    void drop(ContainerResponseContext answer, RoutingContext exchange) {
        if (exchange.response().ended()) {
            answer.setEntity(null);
        }
    }
}
