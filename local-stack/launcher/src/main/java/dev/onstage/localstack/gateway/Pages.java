package dev.onstage.localstack.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dashboard's built files; where they are missing, a page that says where the API is. What a browser may do with them is
 * said with each: scripts and requests only of this address, no frame around them, nothing guessed.
 */
final class Pages {

    static final String ALLOWED_METHODS = "GET, HEAD";

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");
    private static final String NOTHING_ALLOWED =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
                    + " payment=(), usb=()";
    /** The build puts a hash of the content into the names of these files. */
    private static final String HASHED_FILES = "/assets/";

    private Pages() {}

    /**
     * Answers what is no service's.
     *
     * @param https whether browsers reach the gateway by TLS
     */
    static void mount(Router router, Path dashboard, boolean https) {
        Map<String, String> headers = headers(https);
        router.route().handler(context -> {
            headers.forEach(context.response()::putHeader);
            HttpMethod method = context.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
                context.next();
            } else {
                answer(context, GatewayProblem.methodNotAllowed(ALLOWED_METHODS));
            }
        });
        if (Files.exists(dashboard.resolve("index.html"))) {
            files(router, dashboard);
        } else {
            router.route("/").handler(Pages::placeholder);
        }
        router.route().handler(context -> answer(context, GatewayProblem.notFound()));
        router.errorHandler(404, context -> answer(context, GatewayProblem.notFound()));
    }

    private static void files(Router router, Path dashboard) {
        router.route().handler(context -> {
            cache(context);
            context.next();
        });
        router.route()
                .handler(StaticHandler.create(
                                FileSystemAccess.ROOT,
                                dashboard.toAbsolutePath().toString())
                        .setCachingEnabled(false)
                        .setDirectoryListing(false));
        // The pages route by path themselves: an unknown path without a file extension is theirs.
        router.routeWithRegex("/[^.]*").handler(context -> {
            context.response().putHeader("Cache-Control", "no-cache");
            context.response().sendFile(dashboard.resolve("index.html").toString());
        });
    }

    /** Said when the answer goes out, since a missing file is nothing to be kept for a year. */
    private static void cache(RoutingContext context) {
        boolean hashed = context.normalizedPath().startsWith(HASHED_FILES);
        context.addHeadersEndHandler(sending -> {
            HttpServerResponse response = context.response();
            if (response.getStatusCode() < 400) {
                response.putHeader("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
            }
        });
    }

    private static Map<String, String> headers(boolean https) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Permissions-Policy", NOTHING_ALLOWED);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (https) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }

    private static void answer(RoutingContext context, GatewayProblem problem) {
        problem.headers().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(problem.status())
                .end(problem.body(context.request().path()));
    }

    private static void placeholder(RoutingContext context) {
        context.response()
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end("""
                        <!doctype html><html lang="en"><title>Onstage</title>
                        <h1>Onstage is running</h1>
                        <p>The dashboard is not built. The API is under <code>/api</code>;
                        <code>./onstage demo</code> plays the whole story through it.</p></html>
                        """);
    }
}
