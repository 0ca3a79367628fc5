package dev.onstage.support.door;

import dev.onstage.support.problem.ProblemAnswers;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Answers a request that nobody has begun to answer in time, whatever its resource waits for: a server that hangs keeps its
 * connections open and never says anything. What the resource has begun goes on; {@link LateAnswers} takes what comes of it.
 * Only an answer that comes in parts has to wait for its first one with {@link #inTime}, since it would be made to its end for
 * nobody.
 */
@ApplicationScoped
public class AnswerDeadline {
    private static final Logger LOG = Logger.getLogger(AnswerDeadline.class);
    private static final int RETRY_SECONDS = 5;
    private static final String BEGUN = AnswerDeadline.class.getName();

    /** This part of the time is left for the answer of whoever gives up by himself. */
    private static final int REST = 20;

    private final Duration patience;

    AnswerDeadline(DoorConfig config) {
        this.patience = config.answerWithin();
    }

    /** The time counts from here on. */
    void start(RoutingContext context) {
        context.put(BEGUN, System.nanoTime());
        long timer = context.vertx().setTimer(patience.toMillis(), ignored -> over(context));
        context.addEndHandler(answered -> context.vertx().cancelTimer(timer));
    }

    /** What fails as the request is about to be answered, with the same problem as that answer. */
    public <T> Uni<T> inTime(RoutingContext context, Uni<T> beginning) {
        return Uni.createFrom().deferred(() -> {
            Long begun = context.get(BEGUN);
            Duration passed = begun == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begun);
            Duration left = patience.minus(patience.dividedBy(REST)).minus(passed);
            return left.isNegative() || left.isZero()
                    ? Uni.createFrom().failure(this::problem)
                    : beginning.ifNoItem().after(left).failWith(this::problem);
        });
    }

    private void over(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        LOG.warnf(
                "%s %s was not answered within %d ms", request.method(), RequestPath.of(request), patience.toMillis());
        try {
            ProblemAnswers.send(problem(), request);
        } catch (IllegalStateException answered) {
            LOG.debugf("A thread of its own has answered in the same instant: %s", answered);
        }
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
