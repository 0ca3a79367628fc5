package dev.onstage.localstack.topology;

import java.util.List;
import java.util.Optional;

/**
 * Which service answers which path. The first line that matches decides; a path without a line is the dashboard's. The
 * Helm chart's ingress declares the same.
 */
public final class RouteTable {

    /** In order of precedence. */
    public static final List<Route> ROUTES = List.of(
            new Route("/api/webhooks/**", ServiceKind.WEBHOOK_INGEST),
            new Route("/api/channels/*/stats/**", ServiceKind.ANALYTICS),
            new Route("/api/sessions/**", ServiceKind.ANALYTICS),
            new Route("/api/stats/**", ServiceKind.ANALYTICS),
            new Route("/api/channels/*/notifications/**", ServiceKind.NOTIFIER),
            new Route("/api/**", ServiceKind.STREAM_CONTROL),
            new Route("/.well-known/jwks.json", ServiceKind.STREAM_CONTROL));

    private RouteTable() {}

    /** Who answers that path (without query); empty for the dashboard. */
    public static Optional<ServiceKind> serviceOf(String path) {
        return ROUTES.stream()
                .filter(route -> route.matches(path))
                .map(Route::service)
                .findFirst();
    }
}
