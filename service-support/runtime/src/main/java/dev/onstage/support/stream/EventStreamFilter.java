package dev.onstage.support.stream;

import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.LoginCheck;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.door.LateAnswers;
import dev.onstage.support.stream.EventStream.Audience;
import dev.onstage.support.stream.StreamReader.Guard;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets readers in, or refuses them, before a stream begins. A place is held until the exchange is over, however that comes
 * about. Runs after the filter that finds out who asks, and after those that find out whether there is something to read.
 */
public class EventStreamFilter {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final ChannelAccess access;
    private final LoginCheck logins;
    private final ClientAddresses addresses;
    private final StreamLimits limits;
    private final EventStreams streams;

    EventStreamFilter(
            ChannelAccess access,
            LoginCheck logins,
            ClientAddresses addresses,
            StreamLimits limits,
            EventStreams streams) {
        this.access = access;
        this.logins = logins;
        this.addresses = addresses;
        this.limits = limits;
        this.streams = streams;
    }

    @EventStream(Audience.EVERYBODY)
    @ServerRequestFilter(priority = Priorities.USER + 1)
    @Nullable Response admit(ResourceInfo resource, UriInfo uri, RoutingContext exchange) {
        Response late = LateAnswers.insteadOf(exchange);
        if (late != null) {
            return late;
        }
        EventStream stream = resource.getResourceMethod().getAnnotation(EventStream.class);
        SignedIn person = stream.value() == Audience.EVERYBODY
                ? null
                : access.requireBroadcaster(uri.getPathParameters().getFirst("channelId"));
        if (HttpMethod.HEAD.equals(exchange.request().method())) {
            return headAlone();
        }
        admit(exchange, person, person == null ? Guard.NONE : guardOf(person));
        return null;
    }

    private Guard guardOf(SignedIn person) {
        Instant until = access.tokenEndsAt().orElse(null);
        return new Guard(() -> logins.holds(person), until);
    }

    /** A stream without a body would never end, and keep the connection from whoever uses it next. */
    private static Response headAlone() {
        return Response.ok()
                .type(MediaType.SERVER_SENT_EVENTS)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private void admit(RoutingContext exchange, @Nullable SignedIn person, Guard guard) {
        HttpServerRequest request = exchange.request();
        Runnable leave = limits.enter(addresses.of(request), person == null ? null : person.accountId());
        HttpServerResponse response = exchange.response();
        exchange.addEndHandler(over -> leave.run());
        if (response.ended() || response.closed()) {
            leave.run();
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Proxies of nginx's kind would keep events back until they have a buffer full of them.
        response.putHeader("X-Accel-Buffering", "no");
        streams.admitted(
                exchange,
                new StreamReader(
                        guard,
                        request.getHeader(LAST_EVENT_ID),
                        () -> request.connection().close(),
                        leave));
    }
}
