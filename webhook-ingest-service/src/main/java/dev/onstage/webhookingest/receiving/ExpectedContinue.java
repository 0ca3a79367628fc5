package dev.onstage.webhookingest.receiving;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Asks for the body of a request that waits to be asked ({@code Expect: 100-continue}), as some proxies do. Not done by the
 * HTTP server itself: whoever is refused anyway is not asked for a body first.
 */
final class ExpectedContinue {
    private static final String CONTINUE = "100-continue";

    private ExpectedContinue() {}

    /** Asks, when the request waits for it. */
    static void answer(HttpServerRequest request) {
        if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }
}
