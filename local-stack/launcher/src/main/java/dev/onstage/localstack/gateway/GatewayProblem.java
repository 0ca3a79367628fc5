package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the gateway itself answers instead of a service: RFC 9457 problem details.
 *
 * @param slug last part of the problem's type
 * @param more headers of this kind of problem
 */
record GatewayProblem(String slug, int status, String title, String detail, String fix, Map<String, String> more) {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type",
            "application/problem+json",
            "Cache-Control",
            "no-store",
            "X-Content-Type-Options",
            "nosniff");

    private GatewayProblem(String slug, int status, String title, String detail, String fix) {
        this(slug, status, title, detail, fix, Map.of());
    }

    static GatewayProblem unavailable(ServiceKind service) {
        return new GatewayProblem(
                "service-unavailable",
                503,
                "Service unavailable",
                service.label() + " is not running or still starting.",
                "Try again in a moment; ./onstage status and ./onstage logs " + service.label() + " say more.",
                Map.of("Retry-After", "1"));
    }

    static GatewayProblem noAnswer(ServiceKind service) {
        return new GatewayProblem(
                "service-failed",
                502,
                "Service failed",
                service.label() + " broke off before it answered. Whether it did what was asked is not known.",
                "Look at the current state before trying again; ./onstage logs " + service.label() + " says more.");
    }

    static GatewayProblem tooSlow(ServiceKind service) {
        return new GatewayProblem(
                "service-timeout",
                504,
                "Service timeout",
                service.label() + " did not answer in time. Whether it did what was asked is not known.",
                "Look at the current state before trying again; ./onstage logs " + service.label() + " says more.");
    }

    static GatewayProblem tooLarge(long limit) {
        return new GatewayProblem(
                "payload-too-large",
                413,
                "Payload too large",
                "The body is larger than the " + limit + " bytes that are taken here.",
                "Send a smaller body.");
    }

    static GatewayProblem bodyTooSlow(Duration within) {
        return new GatewayProblem(
                "request-timeout",
                408,
                "Request timeout",
                "The body did not arrive within " + within.toSeconds() + " s.",
                "Send the whole body at once; try again over a faster connection.");
    }

    static GatewayProblem malformedTarget() {
        return new GatewayProblem(
                "malformed-path",
                400,
                "Malformed path",
                "The path or the query is spelled in a way that could be read differently by different servers.",
                "Send the plain path, without dot segments, empty segments, semicolons, backslashes, control characters and"
                        + " encoded separators, and with complete percent escapes of UTF-8 text.");
    }

    static GatewayProblem malformedRequest() {
        return new GatewayProblem(
                "malformed-request",
                400,
                "Malformed request",
                "The request is not HTTP/1.1, or does not say in exactly one way where its body ends.",
                "Send one Host header, and either one Content-Length or 'Transfer-Encoding: chunked'.");
    }

    static GatewayProblem targetTooLong(int limit) {
        return new GatewayProblem(
                "uri-too-long",
                414,
                "URI too long",
                "The first line of the request is longer than " + limit + " bytes.",
                "Send a shorter path and query.");
    }

    static GatewayProblem headersTooLarge(int limit) {
        return new GatewayProblem(
                "headers-too-large",
                431,
                "Request header fields too large",
                "The headers of the request are larger than " + limit + " bytes.",
                "Send fewer or shorter headers; clear the cookies of this address.");
    }

    static GatewayProblem unknownMethod() {
        return methodNotAllowed(Admission.ALLOWED_METHODS);
    }

    static GatewayProblem methodNotAllowed(String allowed) {
        return new GatewayProblem(
                "method-not-allowed",
                405,
                "Method not allowed",
                "There is no such method here.",
                "Use one of these methods: " + allowed + ".",
                Map.of("Allow", allowed));
    }

    static GatewayProblem notFound() {
        return new GatewayProblem(
                "not-found",
                404,
                "Not found",
                "There is no such file or page.",
                "Look at the spelling of the address.");
    }

    static GatewayProblem tooManyConnections() {
        return new GatewayProblem(
                "overloaded",
                503,
                "Overloaded",
                "Too many connections are open.",
                "Try again in a moment.",
                Map.of("Retry-After", "5"));
    }

    static GatewayProblem tooManyConnectionsFromOneAddress(int limit) {
        return new GatewayProblem(
                "too-many-connections",
                429,
                "Too many connections",
                "Your address has more than " + limit + " connections open.",
                "Close some of them, or use one connection for several requests.",
                Map.of("Retry-After", "5"));
    }

    /** All headers of its answer. */
    Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>(HEADERS);
        headers.putAll(more);
        return headers;
    }

    Buffer body(String path) {
        return new JsonObject()
                .put("type", "/problems/" + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", path)
                .put("fix", fix)
                .toBuffer();
    }
}
