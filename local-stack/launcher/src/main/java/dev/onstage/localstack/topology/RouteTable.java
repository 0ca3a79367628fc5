package dev.onstage.localstack.topology;

import java.util.List;
import java.util.Optional;

/**
 * Which service answers which path. The first line that matches decides, and the longer of two prefixes stands first, since that is
 * how a Gateway of Kubernetes decides. A path without a line is the dashboard's.
 */
public final class RouteTable {

    /** In order of precedence. */
    public static final List<Route> ROUTES = List.of(
            Route.below("/api/webhooks", ServiceKind.WEBHOOK_INGEST),
            Route.below("/api/stats", ServiceKind.ANALYTICS),
            Route.below("/api/sessions", ServiceKind.ANALYTICS),
            Route.below("/api/notifications", ServiceKind.NOTIFIER),
            Route.below("/api", ServiceKind.STREAM_CONTROL),
            Route.exactly("/.well-known/jwks.json", ServiceKind.STREAM_CONTROL));

    private RouteTable() {}

    /** Who answers that path (without query); empty for the dashboard. */
    public static Optional<ServiceKind> serviceOf(String path) {
        return ROUTES.stream()
                .filter(route -> route.matches(path))
                .map(Route::service)
                .findFirst();
    }
}
