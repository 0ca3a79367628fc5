package dev.onstage.simulator.getstream.control;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Registers endpoints of the control API: JSON in camel case with RFC 3339 times, errors as {@code {"error": why}}. */
final class ControlRoutes {

    private static final Logger LOG = System.getLogger(ControlRoutes.class.getName());
    private static final ObjectMapper MAPPER = Wire.RFC_3339
            .mapper()
            .copy()
            .setPropertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Router router;

    ControlRoutes(Router router) {
        this.router = router;
    }

    @FunctionalInterface
    interface Endpoint {
        Object answer(RoutingContext context);
    }

    void route(HttpMethod method, String path, Endpoint endpoint) {
        route(method, path, 200, endpoint);
    }

    /** {@code status} is that of success; 204 sends no body. */
    void route(HttpMethod method, String path, int status, Endpoint endpoint) {
        router.route(method, path).handler(context -> {
            try {
                send(context, status, endpoint.answer(context));
            } catch (ApiError refusal) {
                send(context, refusal.code().status(), Map.of("error", String.valueOf(refusal.getMessage())));
            } catch (RuntimeException unexpected) {
                LOG.log(Level.ERROR, method + " " + path + " failed", unexpected);
                send(context, 500, Map.of("error", "internal error, see the simulator's log"));
            }
        });
    }

    /** The request's body; an unknown field is refused, since a mistyped fault would go unnoticed. */
    static <T> T body(RoutingContext context, Class<T> type) {
        Buffer buffer = context.body().buffer();
        byte[] bytes = buffer == null || buffer.length() == 0 ? new byte[] {'{', '}'} : buffer.getBytes();
        try {
            T body = MAPPER.readValue(bytes, type);
            if (body == null) {
                throw ApiError.of(ApiError.Code.INVALID_INPUT, "the body must be a JSON object");
            }
            return body;
        } catch (IOException e) {
            throw ApiError.of(ApiError.Code.INVALID_INPUT, "the body is not as expected: " + e.getMessage());
        }
    }

    static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw ApiError.invalid(name, "must be a whole number");
        }
    }

    private static void send(RoutingContext context, int status, Object body) {
        context.response().setStatusCode(status);
        if (status == 204) {
            context.response().end();
            return;
        }
        try {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(MAPPER.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
