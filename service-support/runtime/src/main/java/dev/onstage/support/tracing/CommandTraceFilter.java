package dev.onstage.support.tracing;

import dev.onstage.support.door.RequestPath;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes something is a step; with it a trace begins unless it brings one. Who must be somebody for it and is
 * not was refused before. Reads are none: viewers send them by the thousand and nothing follows from them. The step is called by method and
 * pattern of the address, never by what was sent.
 */
public class CommandTraceFilter {

    private static final Set<HttpMethod> CHANGE_NOTHING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Tracing tracing;

    CommandTraceFilter(Tracing tracing) {
        this.tracing = tracing;
    }

    @ServerRequestFilter(priority = Priorities.USER)
    void begin(UriInfo uri, RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (CHANGE_NOTHING.contains(request.method())) {
            return;
        }
        String channelId = uri.getPathParameters().getFirst("channelId");
        if (channelId != null) {
            LogFields.put(channelId);
        }
        if (tracing.isOn()) {
            TraceStep step = tracing.beginHere(SpanKind.SERVER, nameOf(request), parentOf(request));
            if (channelId != null) {
                step.with(TraceField.CHANNEL_ID, channelId);
            }
            exchange.addEndHandler(over -> step.with(
                            TraceField.HTTP_STATUS,
                            Integer.toString(exchange.response().getStatusCode()))
                    .end());
        }
    }

    private static @Nullable String parentOf(HttpServerRequest request) {
        String sent = request.getHeader(Tracing.TRACE_PARENT);
        return sent != null && TraceHeaders.isTraceParent(sent) ? sent : null;
    }

    private static String nameOf(HttpServerRequest request) {
        return request.method().name() + " " + RequestPath.of(request);
    }
}
