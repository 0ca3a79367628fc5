package dev.onstage.simulator.getstream.fault;

import dev.onstage.simulator.getstream.wire.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Makes the API unreachable on purpose: for everybody, or for requests about one call. */
public final class Outages {

    private static final String EVERYTHING = "*";
    private static final Pattern SUBJECT = Pattern.compile("/(?:call|call_stats|channels)/([^/]+)/([^/]+)(?:/.*)?");

    private final Map<String, Outage> outages = new LinkedHashMap<>();

    /** What a request meets. */
    public enum Mode {
        none,
        /** The connection is closed without an answer. */
        refuse,
        /** Status 500 with a body that is no JSON, as a proxy would send it. */
        error500,
        /** No answer ever. */
        hang,
        /** Status 429 with GetStream's code 9. */
        rate_limited
    }

    /**
     * One outage. There is one for everything and one for each call.
     *
     * @param paths a regular expression found in the path; null for every path
     * @param call the call it is limited to; null for everything
     */
    public record Outage(
            Mode mode, @Nullable String paths, @Nullable String call) {}

    /** Sets, replaces or (mode none) lifts the outage with the same {@code call}. */
    public void set(Outage outage) {
        if (outage.paths() != null) {
            try {
                Pattern.compile(outage.paths());
            } catch (PatternSyntaxException e) {
                throw ApiError.invalid("paths", "is not a regular expression: " + e.getDescription());
            }
        }
        String key = outage.call() == null ? EVERYTHING : outage.call();
        if (outage.mode() == Mode.none) {
            outages.remove(key);
        } else {
            outages.put(key, outage);
        }
    }

    /** The outages in force. */
    public Map<String, Outage> all() {
        return Map.copyOf(outages);
    }

    /** Stands in front of the API. */
    public void handle(RoutingContext context) {
        String path = context.request().path();
        Mode mode = outages.values().stream()
                .filter(outage -> hits(outage, path))
                .map(Outage::mode)
                .findFirst()
                .orElse(Mode.none);
        switch (mode) {
            case none -> context.next();
            case refuse -> context.request().connection().close();
            case hang -> context.request().resume();
            case error500 ->
                context.response()
                        .setStatusCode(500)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
                        .end("<html><body><h1>500 Internal Server Error</h1></body></html>");
            case rate_limited ->
                context.response()
                        .setStatusCode(429)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader("X-RateLimit-Limit", "0")
                        .putHeader("X-RateLimit-Remaining", "0")
                        .putHeader("X-RateLimit-Reset", String.valueOf(System.currentTimeMillis() / 1000 + 60))
                        .end("{\"code\":9,\"message\":\"Too many requests\",\"StatusCode\":429,\"duration\":\"0.00ms\","
                                + "\"more_info\":\"\",\"details\":[]}");
        }
    }

    private static boolean hits(Outage outage, String path) {
        if (outage.paths() != null
                && !Pattern.compile(outage.paths()).matcher(path).find()) {
            return false;
        }
        if (outage.call() == null) {
            return true;
        }
        var subject = SUBJECT.matcher(path);
        return subject.find() && Subjects.belongs(subject.group(1) + ":" + subject.group(2), outage.call());
    }
}
