package dev.onstage.componenttests.door;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Asks, and keeps with which status such requests end for the framework. */
public class SlowlyFoundFilter {
    static final List<Integer> STATUSES = new CopyOnWriteArrayList<>();

    @Inject
    Pool pool;

    @SlowlyFound
    @ServerRequestFilter
    public Uni<@Nullable Response> ask() {
        return pool.query("SELECT 1").execute().replaceWith(Uni.createFrom().nullItem());
    }

    @SlowlyFound
    @ServerResponseFilter
    public void end(ContainerResponseContext answer) {
        STATUSES.add(answer.getStatus());
    }
}
