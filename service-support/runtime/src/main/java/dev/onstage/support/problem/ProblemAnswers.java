package dev.onstage.support.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Answers with a problem where no resource has been reached yet. */
public final class ProblemAnswers {
    private ProblemAnswers() {}

    /** Answers the request, whose body nobody reads; does nothing when it is answered already. */
    public static void send(ProblemException problem, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (EarlyAnswer.hasBody(request)) {
            EarlyAnswer.announce(request);
        }
        ProblemResponses.headers(problem).forEach(response::putHeader);
        response.setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemResponses.MEDIA_TYPE)
                .end(new JsonObject(ProblemResponses.body(problem, ProblemResponses.instance(request))).toBuffer());
    }
}
