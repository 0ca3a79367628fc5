package dev.onstage.support.door;

import dev.onstage.support.problem.ProblemAnswers;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Answers a request that nobody has begun to answer in time, whatever its resource waits for: a server that hangs keeps its
 * connections open and never says anything. What the resource has begun goes on; {@link LateAnswers} takes what comes of it.
 */
@ApplicationScoped
class AnswerDeadline {
    private static final Logger LOG = Logger.getLogger(AnswerDeadline.class);
    private static final int RETRY_SECONDS = 5;

    private final Duration patience;

    AnswerDeadline(DoorConfig config) {
        this.patience = config.answerWithin();
    }

    /** The time counts from here on. */
    void start(RoutingContext context) {
        long timer = context.vertx().setTimer(patience.toMillis(), ignored -> over(context));
        context.addEndHandler(answered -> context.vertx().cancelTimer(timer));
    }

    private void over(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        LOG.warnf(
                "%s %s was not answered within %d ms", request.method(), RequestPath.of(request), patience.toMillis());
        ProblemAnswers.send(problem(), request);
    }

    private ProblemException problem() {
        return new ProblemException(
                        ProblemType.NOT_ANSWERED_IN_TIME,
                        "This took longer than " + patience.toMillis() / 1000.0
                                + " seconds: a server that it needs is silent or very slow.")
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_SECONDS)
                .fix("Try again in a moment. A change that was asked for may have been made, or be made yet: look first"
                        + " whether it was. If it goes on, look at the log of this service.");
    }
}
