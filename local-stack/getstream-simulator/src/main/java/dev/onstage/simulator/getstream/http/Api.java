package dev.onstage.simulator.getstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Registers endpoints under GetStream's paths and does what every one of them has in common: api key, token, rate
 * limit, {@code duration}, the error body.
 *
 * <p>Below {@code /api/v2} timestamps are nanoseconds. The first version's paths, where the web clients ask, have no
 * such prefix, Chat's no {@code /chat} either, and RFC 3339 timestamps. What else differs in the first version's Chat,
 * such as custom fields beside the others, is not simulated.
 */
public final class Api {

    private static final Logger LOG = System.getLogger(Api.class.getName());
    private static final String CURRENT = "/api/v2";
    private static final String CHAT = "/chat";
    private static final String MORE_INFO = "https://getstream.io/chat/docs/api_errors_response";

    /** The paths of this API, for what stands before all of them. */
    public static final List<String> PATHS = List.of(
            CURRENT + "/*",
            "/video/*",
            "/app",
            "/channels/*",
            "/channeltypes/*",
            "/guest",
            "/messages/*",
            "/moderation/*",
            "/query_banned_users",
            "/rate_limits",
            "/roles/*",
            "/users/*");

    private final Router router;
    private final String apiKey;
    private final Tokens tokens;
    private final RateLimits rateLimits;
    private final Runnable changed;

    /** {@code changed} runs after each successful request that may have changed something. */
    public Api(Router router, String apiKey, Tokens tokens, RateLimits rateLimits, Runnable changed) {
        this.router = router;
        this.apiKey = apiKey;
        this.tokens = tokens;
        this.rateLimits = rateLimits;
        this.changed = changed;
        on(HttpMethod.GET, "/rate_limits", "GetRateLimits", this::rateLimits);
    }

    /** Answers one request with what Jackson writes as a JSON object; refuses by throwing {@link ApiError}. */
    @FunctionalInterface
    public interface Endpoint {
        /** The answer without {@code duration}. */
        Object answer(ApiRequest request);
    }

    /** {@code operation} is GetStream's name of the endpoint: error messages and rate limits use it. */
    public void on(HttpMethod method, String path, String operation, Endpoint endpoint) {
        register(method, path, operation, endpoint, false);
    }

    /** As {@link #on}, for who has no token yet. */
    public void onWithoutToken(HttpMethod method, String path, String operation, Endpoint endpoint) {
        register(method, path, operation, endpoint, true);
    }

    /** Answers what no endpoint took; call after the last registration. */
    public void finish() {
        for (String path : PATHS) {
            router.route(path).handler(context -> refuse(context, "Request", System.nanoTime(), unknownPath(context)));
        }
    }

    private void register(HttpMethod method, String path, String operation, Endpoint endpoint, boolean open) {
        router.route(method, CURRENT + path)
                .handler(context -> serve(context, operation, endpoint, open, Wire.NANOSECONDS));
        String first = path.startsWith(CHAT + "/") ? path.substring(CHAT.length()) : path;
        router.route(method, first).handler(context -> serve(context, operation, endpoint, open, Wire.RFC_3339));
    }

    private void serve(RoutingContext context, String operation, Endpoint endpoint, boolean open, Wire form) {
        long start = System.nanoTime();
        try {
            Caller caller = caller(context.request(), open);
            RateLimits.Standing standing = rateLimits.take(operation, caller);
            HttpServerResponse response = context.response();
            response.putHeader("X-RateLimit-Limit", String.valueOf(standing.limit()));
            response.putHeader("X-RateLimit-Remaining", String.valueOf(standing.remaining()));
            response.putHeader("X-RateLimit-Reset", String.valueOf(standing.reset()));
            if (standing.exceeded()) {
                throw ApiError.of(Code.RATE_LIMITED, "Too many requests, check response headers for more information.");
            }
            Object answer = endpoint.answer(new ApiRequest(context, caller));
            ObjectNode body = form.mapper().valueToTree(answer);
            body.put("duration", duration(start));
            boolean created = HttpMethod.POST.equals(context.request().method());
            send(context, created ? 201 : 200, body);
            if (!HttpMethod.GET.equals(context.request().method())) {
                changed.run();
            }
        } catch (ApiError refusal) {
            refuse(context, operation, start, refusal);
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, operation + " failed", unexpected);
            refuse(context, operation, start, ApiError.of(Code.INTERNAL, "internal error"));
        }
    }

    private Caller caller(HttpServerRequest request, boolean open) {
        String key = request.getParam("api_key");
        if (key == null || key.isEmpty()) {
            throw ApiError.of(Code.ACCESS_KEY, "api_key not provided");
        }
        if (!key.equals(apiKey)) {
            throw ApiError.of(Code.ACCESS_KEY, "api_key not valid");
        }
        String type = request.getHeader("stream-auth-type");
        String token = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean anonymous = "anonymous".equals(type);
        if (token == null || token.isEmpty()) {
            if (anonymous || open) {
                return Caller.anonymous();
            }
            throw ApiError.of(Code.AUTHENTICATION, "Authorization header not provided");
        }
        if (!anonymous && !"jwt".equals(type)) {
            throw ApiError.of(Code.AUTHENTICATION, "stream-auth-type missing or invalid, must be jwt or anonymous");
        }
        Caller caller = tokens.verify(token);
        if (anonymous && caller.kind() != Caller.Kind.ANONYMOUS) {
            throw ApiError.of(
                    Code.AUTHENTICATION, "stream-auth-type anonymous needs a token of " + Caller.ANONYMOUS_ID);
        }
        return caller;
    }

    private static ApiError unknownPath(RoutingContext context) {
        return ApiError.of(
                Code.NOT_FOUND,
                "no endpoint " + context.request().method() + " "
                        + context.request().path());
    }

    private static void refuse(RoutingContext context, String operation, long start, ApiError refusal) {
        send(context, refusal.code().status(), errorBody(operation, start, refusal));
    }

    private static ObjectNode errorBody(String operation, long start, ApiError refusal) {
        Code code = refusal.code();
        ObjectNode body = Wire.NANOSECONDS.mapper().createObjectNode();
        body.put("code", code.number());
        body.put("message", "%s failed with error: \"%s\"".formatted(operation, refusal.getMessage()));
        body.put("StatusCode", code.status());
        body.put("duration", duration(start));
        body.put("more_info", MORE_INFO);
        body.putArray("details");
        if (!refusal.fields().isEmpty()) {
            ObjectNode fields = body.putObject("exception_fields");
            refusal.fields().forEach(fields::put);
        }
        boolean repeatable = code == Code.INTERNAL || code == Code.RATE_LIMITED || code == Code.TOKEN_EXPIRED;
        if (!repeatable) {
            body.put("unrecoverable", true);
        }
        return body;
    }

    private static void send(RoutingContext context, int status, ObjectNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(Wire.NANOSECONDS.bytes(body)));
    }

    private static String duration(long start) {
        return String.format(Locale.ROOT, "%.2fms", (System.nanoTime() - start) / 1e6);
    }

    private Object rateLimits(ApiRequest request) {
        request.requireServer("read-rate-limits");
        String wanted = request.query("endpoints");
        Map<String, RateLimits.Standing> standings =
                rateLimits.serverSide(wanted == null ? Set.of() : Set.of(wanted.split(",")));
        ObjectNode answer = Wire.NANOSECONDS.mapper().createObjectNode();
        ObjectNode serverSide = answer.putObject("server_side");
        standings.forEach((endpoint, standing) -> serverSide
                .putObject(endpoint)
                .put("limit", standing.limit())
                .put("remaining", standing.remaining())
                .put("reset", standing.reset()));
        return answer;
    }
}
