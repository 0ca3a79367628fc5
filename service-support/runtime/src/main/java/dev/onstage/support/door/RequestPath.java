package dev.onstage.support.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;

/**
 * The address of a request as it is declared, which is what meters are labelled with and steps of traces are called by: never what was sent. It is set in front of the
 * resources, and by the framework again for the resource that is found.
 */
public final class RequestPath {
    /** Where nothing is declared. */
    static final String UNMATCHED = "/unmatched";

    /** The framework's name for it. */
    private static final String LOCAL = "UrlPathTemplate";

    private RequestPath() {}

    /** Says where a request leads, for a route that is no resource. */
    public static void set(HttpServerRequest request, String path) {
        ((HttpServerRequestInternal) request).context().putLocal(LOCAL, path);
    }

    /** Where it leads. */
    public static String of(HttpServerRequest request) {
        String path = ((HttpServerRequestInternal) request).context().getLocal(LOCAL);
        return path == null ? UNMATCHED : path;
    }
}
