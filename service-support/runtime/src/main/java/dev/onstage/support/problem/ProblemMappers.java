package dev.onstage.support.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    @ServerExceptionMapper
    Response problem(ProblemException problem, UriInfo uriInfo) {
        LOG.debugf(problem.getCause(), "%s refused: %s", uriInfo.getPath(), problem.detail());
        return ProblemResponses.of(problem, uriInfo);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violation, UriInfo uriInfo) {
        if (blamesTheAnswer(violation)) {
            return unexpected(violation, uriInfo);
        }
        List<Map<String, String>> errors = violation.getConstraintViolations().stream()
                .map(one -> Map.of("field", field(one), "message", one.getMessage()))
                .sorted(Comparator.comparing(error -> error.get("field") + error.get("message")))
                .toList();
        String detail = errors.stream()
                .map(error -> error.get("field") + " " + error.get("message"))
                .collect(Collectors.joining("; "));
        return ProblemResponses.of(
                new ProblemException(ProblemType.INVALID_REQUEST, detail).with("errors", errors), uriInfo);
    }

    /** The second type is named because Quarkus has a mapper of its own for it. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response unreadable(JsonProcessingException malformed, UriInfo uriInfo) {
        return ProblemResponses.of(
                new ProblemException(ProblemType.INVALID_REQUEST, describe(malformed))
                        .fix("Send a JSON document with the documented fields."),
                uriInfo);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(SecurityException refused, UriInfo uriInfo) {
        LOG.debugf(refused, "%s refused", uriInfo.getPath());
        return ProblemResponses.of(
                new ProblemException(ProblemType.UNAUTHENTICATED, "This needs a signed-in person.").fix("Sign in."),
                uriInfo);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException refused, UriInfo uriInfo) {
        LOG.debugf(refused, "%s refused", uriInfo.getPath());
        return ProblemResponses.of(
                new ProblemException(ProblemType.FORBIDDEN, "This account may not do that."), uriInfo);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException refused, UriInfo uriInfo) {
        Response original = refused.getResponse();
        int status = original.getStatus();
        if (status < 400 || original.hasEntity()) {
            return original;
        }
        if (refused.getCause() instanceof JsonProcessingException malformed) {
            return unreadable(malformed, uriInfo);
        }
        return switch (status) {
            case 401 -> unauthenticated(new SecurityException(refused), uriInfo);
            case 404 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address."), uriInfo);
            case 403 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.FORBIDDEN, "This account may not do that."), uriInfo);
            case 405 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "This address does not take this method."),
                        uriInfo);
            case 406 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.NOT_ACCEPTABLE, "Ask for application/json."), uriInfo);
            case 413 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.PAYLOAD_TOO_LARGE, "The request body is too large."), uriInfo);
            case 415 ->
                ProblemResponses.of(
                        new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json."), uriInfo);
            default ->
                status < 500
                        ? ProblemResponses.of(
                                new ProblemException(ProblemType.INVALID_REQUEST, "The request cannot be served."),
                                uriInfo)
                        : unexpected(refused, uriInfo);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable accident, UriInfo uriInfo) {
        if (AbsentServer.isBehind(accident)) {
            LOG.warnf("%s failed: %s", uriInfo.getPath(), accident);
            return ProblemResponses.of(AbsentServer.problem(), uriInfo);
        }
        LOG.errorf(accident, "%s failed", uriInfo.getPath());
        return ProblemResponses.of(
                new ProblemException(ProblemType.INTERNAL, "The request could not be completed. It was logged.")
                        .fix("Try again; if it goes on, look at the log of this service."),
                uriInfo);
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

    /** Where it went wrong, without quoting the body. */
    private static String describe(JsonProcessingException malformed) {
        if (malformed instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : reference.getFieldName())
                    .collect(Collectors.joining("."));
            return "The field " + field + " has a value of the wrong kind.";
        }
        return malformed.getLocation() == null
                ? "The body is not valid JSON."
                : "The body is not valid JSON at line "
                        + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr() + ".";
    }
}
