package dev.onstage.support.problem;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * An answer before the request has ended. The rest of the body is nobody's any more, and may be endless: the connection is
 * closed, but only a moment later, so that the sender gets to read the answer.
 */
public final class EarlyAnswer {
    private static final long MOMENT_MILLIS = 1000;

    private EarlyAnswer() {}

    /** Must be called before the answer is written; does nothing when the request has ended. */
    public static void announce(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        if (request.isEnded() || context == null) {
            return;
        }
        boolean streams = request.version() == HttpVersion.HTTP_2;
        if (!streams) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        request.resume();
        context.owner().setTimer(MOMENT_MILLIS, ignored -> {
            if (streams) {
                request.response().reset();
            } else {
                request.connection().close();
            }
        });
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }
}
