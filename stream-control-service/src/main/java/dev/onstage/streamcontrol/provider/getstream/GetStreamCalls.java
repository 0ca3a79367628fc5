package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.getstream.GetStreamRequests.AnswerOfProxyException;
import dev.onstage.support.proxy.ProxyRefusal;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How GetStream is asked: failures become {@link ProviderException}s, and what may be repeated is repeated. Only reads and
 * upserts are: a go-live or stop whose answer was lost must be looked up, not sent again.
 */
@ApplicationScoped
class GetStreamCalls {

    private static final Logger LOG = Logger.getLogger(GetStreamCalls.class);
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(150);

    private final ObjectMapper json;
    private final RateLimits limits;
    private final Duration patience;
    private final MeterRegistry metrics;
    private final Tracing tracing;
    private final Trouble withProxy = new Trouble();

    GetStreamCalls(
            ObjectMapper json, RateLimits limits, GetStreamConfig config, MeterRegistry metrics, Tracing tracing) {
        this.tracing = tracing;
        this.json = json;
        this.limits = limits;
        this.metrics = metrics;
        this.patience = config.retryPatience();
    }

    /** A request that must not be repeated. */
    <T> Uni<T> once(String operation, Supplier<Uni<T>> request) {
        return traced(
                operation,
                () -> attempt(operation, request).onFailure(Failure.class).transform(Failure::exception));
    }

    /** A request that changes nothing when it is repeated: up to three attempts on 429, 5xx and transport failures. */
    <T> Uni<T> repeatable(String operation, Supplier<Uni<T>> request) {
        return traced(operation, () -> {
            AtomicInteger attempts = new AtomicInteger();
            return attempt(operation, request)
                    .onFailure(Failure.class)
                    .retry()
                    .when(failures -> failures.onItem()
                            .transformToUniAndConcatenate(
                                    failure -> pause((Failure) failure, attempts.incrementAndGet())))
                    .onFailure(Failure.class)
                    .transform(Failure::exception);
        });
    }

    private <T> Uni<T> traced(String operation, Supplier<Uni<T>> request) {
        return tracing.trace(SpanKind.CLIENT, "GetStream: " + operation, request);
    }

    /** One request, timed; fails with {@link Failure}. */
    private <T> Uni<T> attempt(String operation, Supplier<Uni<T>> request) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(metrics);
            return Uni.createFrom()
                    .deferred(request::get)
                    .invoke(() -> {
                        if (withProxy.ends()) {
                            LOG.info("The proxy lets calls to GetStream through again.");
                        }
                        ended(sample, operation, "DONE");
                    })
                    .onFailure()
                    .transform(failure -> translate(operation, failure))
                    .onFailure(Failure.class)
                    .invoke(failure ->
                            ended(sample, operation, failure.exception().kind().name()))
                    .onCancellation()
                    .invoke(() -> ended(sample, operation, "GIVEN_UP"));
        });
    }

    private void ended(Timer.Sample sample, String operation, String outcome) {
        sample.stop(Timer.builder("getstream.calls")
                .description("Requests to GetStream, each attempt for itself")
                .tag("operation", operation.replace(' ', '-'))
                .tag("outcome", outcome)
                .register(metrics));
    }

    private Uni<Long> pause(Failure failure, int attempt) {
        Duration pause = failure.pause(attempt);
        if (!failure.repeatable() || attempt >= ATTEMPTS || pause.compareTo(patience) > 0) {
            return Uni.createFrom().failure(failure);
        }
        LOG.debugf("%s, attempt %d failed: %s", failure.operation, attempt, failure.getMessage());
        return Uni.createFrom().item(0L).onItem().delayIt().by(pause);
    }

    private Failure translate(String operation, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderException known) {
                return new Failure(operation, known, false);
            }
            if (cause instanceof AnswerOfProxyException refused) {
                return refusedByProxy(operation, String.valueOf(refused.getMessage()));
            }
            if (cause instanceof WebApplicationException refused) {
                return answered(operation, refused.getResponse());
            }
        }
        Optional<String> refused = ProxyRefusal.of(failure);
        if (refused.isPresent()) {
            return refusedByProxy(operation, refused.get());
        }
        boolean silent = failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
        String what = silent
                ? "GetStream did not answer \"" + operation + "\" in time."
                : "GetStream cannot be reached (" + rootMessage(failure) + ").";
        return new Failure(
                operation,
                new ProviderException(
                        Kind.UNAVAILABLE,
                        what,
                        "Check this machine's way to GetStream (network, proxy, status.getstream.io); Onstage tries"
                                + " again.",
                        null,
                        failure),
                true);
    }

    /** Said once for each time of trouble: GetStream is asked all the time. */
    private Failure refusedByProxy(String operation, String what) {
        if (withProxy.begins()) {
            LOG.warnf("Calls to GetStream do not leave this network: %s", what);
        }
        return new Failure(
                operation,
                new ProviderException(
                        Kind.UNAVAILABLE,
                        "GetStream cannot be reached. " + what,
                        "Check quarkus.proxy.* of stream-control and the rules of the proxy; Onstage tries again.",
                        null,
                        null),
                false);
    }

    private Failure answered(String operation, Response response) {
        String body = response.hasEntity() ? response.readEntity(String.class) : "";
        GetStreamError error = GetStreamError.read(
                json,
                operation,
                response.getStatus(),
                body == null ? "" : body,
                limits.retryAfter(response.getStringHeaders()));
        return new Failure(operation, error.toException(null), error.repeatable());
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    /** A failed attempt, and whether another one is allowed. */
    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String operation;
        private final ProviderException exception;
        private final boolean repeatable;

        Failure(String operation, ProviderException exception, boolean repeatable) {
            super(exception.getMessage(), exception, false, false);
            this.operation = operation;
            this.exception = exception;
            this.repeatable = repeatable;
        }

        ProviderException exception() {
            return exception;
        }

        boolean repeatable() {
            return repeatable;
        }

        /** What GetStream asks for, else an exponential back-off with jitter. */
        Duration pause(int attempt) {
            @Nullable Duration asked = exception.retryAfter();
            if (asked != null) {
                return asked;
            }
            long backOff = FIRST_BACK_OFF.toMillis() << (attempt - 1);
            return Duration.ofMillis(backOff + ThreadLocalRandom.current().nextLong(backOff));
        }
    }
}
