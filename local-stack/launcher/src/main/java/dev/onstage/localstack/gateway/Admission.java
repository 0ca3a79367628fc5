package dev.onstage.localstack.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is refused before it is known whom a request is for. */
final class Admission {

    /** What the services know. */
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    /** What is said where a service does not say what an address takes. */
    static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    /** A name or an address, and perhaps a port (RFC 3986 §3.2, without a user). */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~-]{1,253})(?::\\d{1,5})?");

    private Admission() {}

    /** Whether services know it; a method of which nobody has heard must reach neither them nor their metrics. */
    static boolean isKnown(HttpMethod method) {
        return METHODS.contains(method);
    }

    /** Why the request is refused; empty for one that may go on to where its target leads. */
    static Optional<GatewayProblem> refusal(HttpServerRequest request) {
        if (!isFramedInOneWay(request)) {
            return Optional.of(GatewayProblem.malformedRequest());
        }
        return RequestTarget.of(request.uri()).isPresent()
                ? Optional.empty()
                : Optional.of(GatewayProblem.malformedTarget());
    }

    /** What to answer to bytes that are no request, or one whose head is too large. */
    static GatewayProblem refusal(Throwable notDecoded) {
        if (notDecoded instanceof TooLongHttpLineException) {
            return GatewayProblem.targetTooLong(GatewayLimits.REQUEST_LINE_BYTES);
        }
        return notDecoded instanceof TooLongHttpHeaderException
                ? GatewayProblem.headersTooLarge(GatewayLimits.HEADER_BYTES)
                : GatewayProblem.malformedRequest();
    }

    private static boolean isFramedInOneWay(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
        boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
        boolean framed = encodings.isEmpty() ? lengths.size() <= 1 : chunked && lengths.isEmpty();
        boolean modern = request.version() == HttpVersion.HTTP_1_1;
        List<String> hosts = headers.getAll(HttpHeaders.HOST);
        return framed
                && (modern ? hosts.size() == 1 : encodings.isEmpty() && hosts.size() <= 1)
                && hosts.stream().allMatch(host -> AUTHORITY.matcher(host).matches());
    }
}
