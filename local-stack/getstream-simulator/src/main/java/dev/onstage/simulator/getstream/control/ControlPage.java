package dev.onstage.simulator.getstream.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The page {@code /}, also {@code /_sim}, on which a person plays encoder, viewers, chat and GetStream's dashboard by the control API. */
final class ControlPage {

    private static final String FOLDER = "/dev/onstage/simulator/getstream/page/";

    void register(Router router) {
        serve(router, "/", "index.html", "text/html");
        serve(router, "/_sim", "index.html", "text/html");
        serve(router, "/_sim/page.css", "page.css", "text/css");
        serve(router, "/_sim/page.js", "page.js", "text/javascript");
    }

    private static void serve(Router router, String path, String file, String type) {
        Buffer content = read(file);
        router.route(HttpMethod.GET, path).handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type + ";charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", "default-src 'self'; img-src data:; frame-ancestors 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(content));
    }

    private static Buffer read(String file) {
        try (InputStream content = ControlPage.class.getResourceAsStream(FOLDER + file)) {
            if (content == null) {
                throw new IllegalStateException("The page's " + file + " is not in the jar");
            }
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
