package dev.onstage.support.door;

import dev.onstage.support.problem.ProblemAnswers;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.problem.StatusProblems;
import dev.onstage.support.route.Routes;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of every resource of every service: lets in known methods, addresses and headers that are text, bodies that
 * are small enough, and changes that our own page or a holder of an access token asks for. Answers {@code OPTIONS} itself, and
 * whatever is not answered in time.
 *
 * <p>Routes that go their own way, such as the one for webhooks, get {@link SecurityHeaders}, the check of texts and the end of
 * their connection when the service is about to stop, and nothing else from it.
 */
@ApplicationScoped
class FrontDoor {
    /** Before the observers of the same event that register routes of their own. */
    private static final int FIRST = 1;

    /** Behind routes that want no part of this, before everything of the framework that looks at a request. */
    private static final int ADMISSION = Integer.MIN_VALUE + 2;

    /** Between the framework's own limit for bodies and the resources. */
    private static final int BEHIND_BODY_LIMIT = -1;

    /** The meters leave this label out, see {@code microprofile-config.properties}; they have the method in another one. */
    private static final String UNKNOWN_METHOD = "/unknown-method";

    private static final int NO_CONTENT = 204;
    static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final Set<HttpMethod> CHANGE_NOTHING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String OUR_COOKIES = "onstage_";
    private static final String BEARER = "Bearer ";

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private final Routes routes;
    private final SecurityHeaders headers;
    private final AnswerDeadline deadline;
    private final OriginRule origins;
    private final URI publicUrl;
    private final long largestBody;
    private volatile boolean stopping;

    FrontDoor(
            Routes routes,
            SecurityHeaders headers,
            AnswerDeadline deadline,
            DoorConfig config,
            @ConfigProperty(name = "onstage.public-url") URI publicUrl,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.routes = routes;
        this.headers = headers;
        this.deadline = deadline;
        this.publicUrl = publicUrl;
        this.largestBody = largestBody.asLongValue();
        List<URI> pages = new ArrayList<>(config.furtherUrls().orElse(List.of()));
        pages.add(publicUrl);
        this.origins = new OriginRule(pages);
    }

    void register(@Observes @Priority(FIRST) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::prepare).failureHandler(FrontDoor::failed);
        router.route().order(ADMISSION).handler(this::admit);
        router.route().order(BEHIND_BODY_LIMIT).handler(FrontDoor::leaveLimitToReader);
    }

    /** Whoever holds a connection is to open the next one to another copy. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    private void prepare(RoutingContext context) {
        headers.set(context.response().headers());
        if (stopping) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(answered -> context.request().connection().close());
        }
        RequestPath.set(
                context.request(), KNOWN.contains(context.request().method()) ? RequestPath.UNMATCHED : UNKNOWN_METHOD);
        ProblemException broken = brokenText(context.request());
        if (broken == null) {
            context.next();
        } else {
            ProblemAnswers.send(broken, context.request());
        }
    }

    private void admit(RoutingContext context) {
        ProblemException refusal = refusal(context);
        if (refusal != null) {
            ProblemAnswers.send(refusal, context.request());
        } else if (HttpMethod.OPTIONS.equals(context.request().method())) {
            answerOptions(context);
        } else {
            deadline.start(context);
            context.next();
        }
    }

    private @Nullable ProblemException refusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!KNOWN.contains(request.method())) {
            return methodNotAllowed(routes.methodsAt(context.normalizedPath()));
        }
        if (announcesTooMuch(request)) {
            return new ProblemException(
                            ProblemType.PAYLOAD_TOO_LARGE, "The request body is larger than " + largestBody + " bytes.")
                    .fix("Send less in one request.");
        }
        if (!CHANGE_NOTHING.contains(request.method()) && !comesFromUs(request)) {
            return foreign();
        }
        return MediaHeaders.refusal(request);
    }

    private static ProblemException methodNotAllowed(Set<String> methods) {
        return new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "This address does not take this method.")
                .with(ProblemException.ALLOW, methods);
    }

    private @Nullable ProblemException brokenText(HttpServerRequest request) {
        Texts.Flaw inPath = Texts.inAddress(request.path());
        if (inPath != null) {
            return invalid(brokenParameter(request.path()), inPath.sentence());
        }
        String query = request.query();
        if (query != null && Texts.inAddress(query) != null) {
            return brokenQuery(query);
        }
        for (Map.Entry<String, String> header : request.headers()) {
            if (Texts.isBrokenHeader(header.getValue())) {
                return invalid("header " + header.getKey(), Texts.Flaw.CONTROL_CHARACTER.sentence());
            }
        }
        return null;
    }

    private String brokenParameter(String path) {
        return routes.parametersAt(path).entrySet().stream()
                .filter(parameter -> Texts.inAddress(parameter.getValue()) != null)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("path");
    }

    private static ProblemException brokenQuery(String query) {
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            Texts.Flaw inName = Texts.inAddress(name);
            Texts.Flaw inValue = equals < 0 ? null : Texts.inAddress(parameter.substring(equals + 1));
            if (inName == null && inValue != null) {
                return invalid(name, inValue.sentence());
            }
        }
        return invalid("query", "holds what no parameter's name may hold");
    }

    private static ProblemException invalid(String field, String sentence) {
        return new ProblemException(ProblemType.INVALID_REQUEST, field + " " + sentence + ".")
                .with("errors", List.of(Map.of("field", field, "message", sentence)))
                .fix("Send text without control characters, percent-encoded as UTF-8.");
    }

    private boolean announcesTooMuch(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null) {
            return false;
        }
        try {
            return Long.parseLong(announced) > largestBody;
        } catch (NumberFormatException tooLong) {
            return true;
        }
    }

    private boolean comesFromUs(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        // A browser sends each of them once.
        if (request.headers().getAll(HttpHeaders.ORIGIN).size() > 1
                || request.headers().getAll(FETCH_SITE).size() > 1) {
            return false;
        }
        return origins.allows(
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(FETCH_SITE),
                bringsOurCookies(request),
                bearer);
    }

    /**
     * Whether one of our names stands anywhere among the cookies. Readers of cookies differ in what separates them and in how
     * many headers they look at; whatever any of them could find counts.
     */
    private static boolean bringsOurCookies(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.COOKIE).stream()
                .anyMatch(cookies -> cookies.toLowerCase(Locale.ROOT).contains(OUR_COOKIES));
    }

    private ProblemException foreign() {
        return new ProblemException(
                        ProblemType.FOREIGN_ORIGIN,
                        "A request with cookies that changes something has to come from this install's own page.")
                .fix("Open the page at " + publicUrl + ", or send the header Origin with this value, or send an access"
                        + " token in the header Authorization and no cookies. The address of the page is the setting"
                        + " onstage.public-url.");
    }

    private void answerOptions(RoutingContext context) {
        Set<String> methods = routes.methodsAt(context.normalizedPath());
        if (methods.isEmpty()) {
            ProblemAnswers.send(
                    new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address."),
                    context.request());
            return;
        }
        context.response()
                .setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.ALLOW, String.join(", ", methods))
                .end();
    }

    /** The framework would end the answer without a word as soon as too much was read; see {@link BoundedBodies}. */
    private static void leaveLimitToReader(RoutingContext context) {
        context.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        context.next();
    }

    /** What the framework refuses with a status alone. */
    private static void failed(RoutingContext context) {
        if (context.failure() != null) {
            context.next();
            return;
        }
        ProblemAnswers.send(StatusProblems.of(context.statusCode()), context.request());
    }
}
