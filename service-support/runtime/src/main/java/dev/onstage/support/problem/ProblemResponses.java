package dev.onstage.support.problem;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes problems as {@code application/problem+json}. */
public final class ProblemResponses {
    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponses() {}

    /** The members of the problem document, in the order a person reads them. */
    static Map<String, Object> body(ProblemException problem, String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type().uri().toString());
        body.put("title", problem.type().title());
        body.put("status", problem.type().status());
        body.put("detail", problem.detail());
        body.put("instance", instance);
        body.putAll(problem.members());
        return body;
    }

    /** The headers that belong to a problem, by their names. */
    static Map<String, String> headers(ProblemException problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (problem.members().get(ProblemException.RETRY_AFTER_SECONDS) instanceof Number seconds) {
            headers.put(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        if (problem.members().get(ProblemException.ALLOW) instanceof Collection<?> methods) {
            headers.put(HttpHeaders.ALLOW, methods.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return headers;
    }

    /** The path that was asked, encoded as it was sent, without what is secret in it. */
    static String instance(HttpServerRequest request) {
        return ShownPath.of(request.path());
    }

    static Response of(ProblemException problem, HttpServerRequest request) {
        Response.ResponseBuilder response =
                Response.status(problem.type().status()).type(MEDIA_TYPE).entity(body(problem, instance(request)));
        headers(problem).forEach(response::header);
        return response.build();
    }
}
