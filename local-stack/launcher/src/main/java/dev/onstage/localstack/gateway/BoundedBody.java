package dev.onstage.localstack.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it comes in, at the pace at which it is taken. It fails when it is longer or takes longer than it
 * may. Used by the connection's thread only.
 */
final class BoundedBody implements ReadStream<Buffer> {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final long limit;
    private final long timer;
    private long received;
    private @Nullable Handler<Throwable> failureHandler;
    private @Nullable GatewayProblem broken;

    BoundedBody(Vertx vertx, HttpServerRequest request, long limit, Duration within) {
        this.vertx = vertx;
        this.request = request;
        this.limit = limit;
        this.timer = vertx.setTimer(within.toMillis(), late -> fail(GatewayProblem.bodyTooSlow(within)));
        request.exceptionHandler(this::brokenOff);
    }

    /** Which limit the body did not keep, if it did not. */
    Optional<GatewayProblem> broken() {
        return Optional.ofNullable(broken);
    }

    private void brokenOff(Throwable failure) {
        vertx.cancelTimer(timer);
        if (failureHandler != null) {
            failureHandler.handle(failure);
        }
    }

    private void fail(GatewayProblem problem) {
        if (broken == null && !request.isEnded()) {
            broken = problem;
            brokenOff(new BrokenBodyException(problem));
        }
    }

    @Override
    public BoundedBody handler(@Nullable Handler<Buffer> handler) {
        request.handler(chunk -> {
            received += chunk.length();
            if (received > limit) {
                fail(GatewayProblem.tooLarge(limit));
            } else if (handler != null && broken == null) {
                handler.handle(chunk);
            }
        });
        return this;
    }

    @Override
    public BoundedBody endHandler(@Nullable Handler<Void> handler) {
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            if (handler != null && broken == null) {
                handler.handle(null);
            }
        });
        return this;
    }

    @Override
    public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        failureHandler = handler;
        return this;
    }

    @Override
    public BoundedBody pause() {
        request.pause();
        return this;
    }

    @Override
    public BoundedBody resume() {
        request.resume();
        return this;
    }

    @Override
    public BoundedBody fetch(long amount) {
        request.fetch(amount);
        return this;
    }

    private static final class BrokenBodyException extends Exception {

        BrokenBodyException(GatewayProblem problem) {
            super(problem.title(), null, false, false);
        }
    }
}
