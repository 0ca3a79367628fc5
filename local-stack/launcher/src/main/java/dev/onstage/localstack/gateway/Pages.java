package dev.onstage.localstack.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Files;
import java.nio.file.Path;

/** The dashboard's built files; where they are missing, a page that says where the API is. */
final class Pages {

    private Pages() {}

    static void mount(Vertx vertx, Router router, Path dashboard) {
        if (!Files.exists(dashboard.resolve("index.html"))) {
            router.route("/").handler(Pages::placeholder);
            return;
        }
        router.route()
                .handler(StaticHandler.create(
                                FileSystemAccess.ROOT,
                                dashboard.toAbsolutePath().toString())
                        .setCachingEnabled(false));
        // The pages route by path themselves: an unknown path without a file extension is theirs.
        Handler<RoutingContext> application = context ->
                context.response().sendFile(dashboard.resolve("index.html").toString());
        router.routeWithRegex(HttpMethod.GET, "/[^.]*").handler(application);
    }

    private static void placeholder(RoutingContext context) {
        context.response().putHeader("Content-Type", "text/html; charset=utf-8").end("""
                        <!doctype html><html lang="en"><title>Onstage</title>
                        <h1>Onstage is running</h1>
                        <p>The dashboard is not built. The API is under <code>/api</code>;
                        <code>./onstage demo</code> plays the whole story through it.</p></html>
                        """);
    }
}
