package dev.onstage.support.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes problems as {@code application/problem+json}. */
public final class ProblemResponses {
    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponses() {}

    /** The members of the problem document, in the order a person reads them. */
    public static Map<String, Object> body(ProblemException problem, String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type().uri().toString());
        body.put("title", problem.type().title());
        body.put("status", problem.type().status());
        body.put("detail", problem.detail());
        body.put("instance", instance);
        body.putAll(problem.members());
        return body;
    }

    static Response of(ProblemException problem, UriInfo uriInfo) {
        Response.ResponseBuilder response = Response.status(problem.type().status())
                .type(MEDIA_TYPE)
                .entity(body(problem, uriInfo.getRequestUri().getRawPath()));
        if (problem.members().get(ProblemException.RETRY_AFTER_SECONDS) instanceof Number seconds) {
            response.header(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }
}
