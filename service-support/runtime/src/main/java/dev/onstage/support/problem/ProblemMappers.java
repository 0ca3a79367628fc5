package dev.onstage.support.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.onstage.support.route.Routes;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every exception that reaches the HTTP edge into a problem document. What a client did wrong is logged at debug; a
 * server that is away is one line of log and 503; the unexpected is logged in full and answered with a sentence that gives
 * nothing away.
 */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Routes routes;

    ProblemMappers(Routes routes) {
        this.routes = routes;
    }

    @ServerExceptionMapper
    Response problem(ProblemException problem, RoutingContext context) {
        LOG.debugf(problem.getCause(), "%s refused: %s", path(context), LogText.of(problem.detail()));
        return ProblemResponses.of(problem, context.request());
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violation, RoutingContext context) {
        if (blamesTheAnswer(violation)) {
            return unexpected(violation, context);
        }
        List<Map<String, String>> errors = violation.getConstraintViolations().stream()
                .map(one -> Map.of("field", field(one), "message", one.getMessage()))
                .sorted(Comparator.comparing(error -> error.get("field") + error.get("message")))
                .toList();
        String detail = errors.stream()
                .map(error -> error.get("field") + " " + error.get("message"))
                .collect(Collectors.joining("; "));
        return ProblemResponses.of(
                new ProblemException(ProblemType.INVALID_REQUEST, detail).with("errors", errors), context.request());
    }

    /** The second type is named because Quarkus has a mapper of its own for it. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response unreadable(JsonProcessingException malformed, RoutingContext context) {
        return ProblemResponses.of(UnreadableJson.problem(malformed), context.request());
    }

    @ServerExceptionMapper
    Response notText(CharConversionException malformed, RoutingContext context) {
        return ProblemResponses.of(
                new ProblemException(ProblemType.INVALID_REQUEST, "The body is not valid JSON: it is not UTF-8 text.")
                        .fix("Send JSON as UTF-8."),
                context.request());
    }

    @ServerExceptionMapper
    Response tooLarge(BodyTooLargeException endless, RoutingContext context) {
        EarlyAnswer.announce(context.request());
        return ProblemResponses.of(StatusProblems.of(413), context.request());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(SecurityException refused, RoutingContext context) {
        LOG.debugf(refused, "%s refused", path(context));
        return ProblemResponses.of(StatusProblems.of(401), context.request());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException refused, RoutingContext context) {
        LOG.debugf(refused, "%s refused", path(context));
        return ProblemResponses.of(StatusProblems.of(403), context.request());
    }

    @ServerExceptionMapper
    Response http(WebApplicationException refused, RoutingContext context) {
        Response original = refused.getResponse();
        int status = original.getStatus();
        if (status < 400 || original.hasEntity()) {
            return original;
        }
        if (refused.getCause() instanceof JsonProcessingException malformed) {
            return unreadable(malformed, context);
        }
        if (status >= 500) {
            return unexpected(refused, context);
        }
        Set<String> methods = status == NOT_FOUND || status == METHOD_NOT_ALLOWED
                ? routes.methodsAt(context.normalizedPath())
                : Set.of();
        // Where several classes share the beginning of an address the framework says 404 to a wrong method.
        boolean isOtherMethod = !methods.isEmpty()
                && !methods.contains(context.request().method().name());
        ProblemException problem =
                StatusProblems.of(isOtherMethod ? METHOD_NOT_ALLOWED : isNowhere(status, methods) ? NOT_FOUND : status);
        if (problem.type() == ProblemType.METHOD_NOT_ALLOWED) {
            problem.with(ProblemException.ALLOW, methods);
        }
        return ProblemResponses.of(problem, context.request());
    }

    /** Another method is found at an address that the rules for ids leave no method at. */
    private static boolean isNowhere(int status, Set<String> methods) {
        return status == METHOD_NOT_ALLOWED && methods.isEmpty();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable accident, RoutingContext context) {
        if (AbsentServer.isBehind(accident)) {
            LOG.warnf("%s failed: %s", path(context), LogText.of(accident));
            return ProblemResponses.of(AbsentServer.problem(), context.request());
        }
        if (RefusedValue.isBehind(accident)) {
            LOG.warnf("%s met a value that the database refused: %s", path(context), LogText.of(accident));
            return ProblemResponses.of(RefusedValue.problem(), context.request());
        }
        LOG.errorf(accident, "%s failed", path(context));
        return ProblemResponses.of(StatusProblems.of(500), context.request());
    }

    private static String path(RoutingContext context) {
        return ProblemResponses.instance(context.request());
    }

    /** A violation of a return value is our own mistake. */
    private static boolean blamesTheAnswer(ConstraintViolationException violation) {
        return violation.getConstraintViolations().stream()
                .anyMatch(one -> nodes(one).stream().anyMatch(node -> node.equals("<return value>")));
    }

    /** The property path without the method and parameter in front of it. */
    private static String field(ConstraintViolation<?> violation) {
        List<String> nodes = nodes(violation);
        return String.join(
                ".", nodes.size() > 2 ? nodes.subList(2, nodes.size()) : nodes.subList(nodes.size() - 1, nodes.size()));
    }

    private static List<String> nodes(ConstraintViolation<?> violation) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .map(Path.Node::toString)
                .toList();
    }
}
