package dev.onstage.support.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Times requests where the platform's own meters of Vert.x are off, under the name and the labels that they have elsewhere. Those
 * build all labels and look the timer up by them for each request, which is much where a request costs little, and they label calls
 * to others with addresses, which may be secrets. Methods that nobody knows are left out.
 */
@ApplicationScoped
class RequestTimes {
    /** Before everything that may answer. */
    private static final int FIRST = 0;

    private record Kind(String method, String path, int status) {}

    private final MeterRegistry registry;
    private final boolean platformTimes;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.micrometer.binder.vertx.enabled", defaultValue = "true")
                    boolean platformTimes) {
        this.registry = registry;
        this.platformTimes = platformTimes;
    }

    void register(@Observes @Priority(FIRST) Router router) {
        if (!platformTimes) {
            router.route().order(Integer.MIN_VALUE).handler(this::time);
        }
    }

    private void time(RoutingContext context) {
        long began = System.nanoTime();
        HttpServerRequest request = context.request();
        if (FrontDoor.KNOWN.contains(request.method())) {
            context.addEndHandler(ended -> {
                // Of an answer that nobody waited for, the status says nothing.
                if (ended.succeeded()) {
                    timer(request, context.response().getStatusCode())
                            .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
                }
            });
        }
        context.next();
    }

    private Timer timer(HttpServerRequest request, int status) {
        return timers.computeIfAbsent(new Kind(request.method().name(), RequestPath.of(request), status), this::timer);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests, from their first line to the end of the answer")
                .tag("method", kind.method())
                .tag("uri", kind.path())
                .tag("outcome", Outcome.forStatus(kind.status()).name())
                .tag("status", Integer.toString(kind.status()))
                .register(registry);
    }
}
