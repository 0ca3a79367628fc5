package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passes requests to the copies of one service. Nothing is sent twice, see {@link OriginConnector}. Server-sent events flow as
 * they come and may be silent for as long as they like.
 */
final class ServiceProxy implements Handler<HttpServerRequest> {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final ServiceKind service;
    private final OriginConnector connector;
    private final Vertx vertx;
    private final Refusals refusals;
    private final long bodyLimit;
    private final Duration bodyWithin;
    private final int proxiesInFront;
    private final HttpProxy proxy;

    ServiceProxy(
            ServiceKind service,
            OriginConnector connector,
            Vertx vertx,
            HttpClient client,
            Refusals refusals,
            Duration bodyWithin,
            int proxiesInFront) {
        this.service = service;
        this.connector = connector;
        this.vertx = vertx;
        this.refusals = refusals;
        this.bodyLimit = service == ServiceKind.WEBHOOK_INGEST
                ? GatewayLimits.DELIVERY_BODY_BYTES
                : GatewayLimits.API_BODY_BYTES;
        this.bodyWithin = bodyWithin;
        this.proxiesInFront = proxiesInFront;
        this.proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .addInterceptor(new Edge())
                .origin(this::connect);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (announcedLength(request) > bodyLimit) {
            refusals.send(request, GatewayProblem.tooLarge(bodyLimit));
        } else {
            proxy.handle(request);
        }
    }

    private static double announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The decoder has let only digits pass; as many of them as somebody likes.
        return length == null ? 0 : Double.parseDouble(length);
    }

    private Future<HttpClientRequest> connect(ProxyContext context) {
        boolean stream = context.request().getURI().split("\\?", 2)[0].endsWith("/events");
        return stream ? connector.connectToStream() : connector.connect();
    }

    /** What every request gets at the edge: a bounded body, forwarding headers, and a readable answer to a failure. */
    private final class Edge implements ProxyInterceptor {

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            HttpServerRequest incoming = request.proxiedRequest();
            forwardingHeaders(request);
            Optional<BoundedBody> body = boundedBody(request);
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                request.headers().remove(HttpHeaders.EXPECT);
                incoming.response().writeContinue();
            }
            return context.sendRequest()
                    .recover(failure -> Future.succeededFuture(
                            answer(request, body.flatMap(BoundedBody::broken).orElseGet(() -> problem(failure)))));
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            ProxyResponse response = context.response();
            response.headers().remove(HttpHeaders.CONNECTION);
            response.headers().remove(HttpHeaders.KEEP_ALIVE);
            if (hasBody(context.request().getMethod(), response.getStatusCode())) {
                return context.sendResponse();
            }
            return sendWithoutBody(response);
        }

        /** The proxy would announce chunks that never come, and a client would wait for them. */
        private Future<Void> sendWithoutBody(ProxyResponse response) {
            HttpServerResponse outgoing =
                    response.request().proxiedRequest().response().setStatusCode(response.getStatusCode());
            boolean head = response.request().getMethod().equals(HttpMethod.HEAD);
            response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
            if (!head || !isContent(response.getStatusCode())) {
                response.headers().remove(HttpHeaders.CONTENT_LENGTH);
            }
            outgoing.headers().addAll(response.headers());
            response.release();
            return outgoing.end();
        }

        private boolean hasBody(HttpMethod method, int status) {
            return !method.equals(HttpMethod.HEAD) && isContent(status);
        }

        private boolean isContent(int status) {
            return status >= 200 && status != NO_CONTENT && status != NOT_MODIFIED;
        }

        private void forwardingHeaders(ProxyRequest request) {
            HttpServerRequest incoming = request.proxiedRequest();
            HostAndPort authority = incoming.authority();
            String forwardedFor = forwardedFor(incoming);
            List.copyOf(request.headers().names()).stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-"))
                    .forEach(name -> request.headers().remove(name));
            request.headers().remove("Forwarded");
            request.putHeader("X-Forwarded-For", forwardedFor);
            request.putHeader("X-Forwarded-Proto", incoming.isSSL() ? "https" : "http");
            if (authority != null) {
                request.putHeader("X-Forwarded-Host", authority.toString());
                request.putHeader("X-Forwarded-Port", Integer.toString(authority.port()));
            }
        }

        /** What our own proxies in front of the gateway wrote, and who connects; nobody else is to be believed. */
        private String forwardedFor(HttpServerRequest incoming) {
            List<String> told = incoming.headers().getAll("X-Forwarded-For").stream()
                    .flatMap(line -> Stream.of(line.split(",", -1)))
                    .map(String::strip)
                    .toList();
            List<String> believed = told.subList(Math.max(0, told.size() - proxiesInFront), told.size());
            return Stream.concat(
                            believed.stream(),
                            Stream.of(incoming.remoteAddress().host()))
                    .collect(Collectors.joining(", "));
        }

        /** It flows through as the service takes it; nothing is collected here. */
        private Optional<BoundedBody> boundedBody(ProxyRequest request) {
            HttpServerRequest incoming = request.proxiedRequest();
            if (incoming.isEnded()) {
                return Optional.empty();
            }
            var body = new BoundedBody(vertx, incoming, bodyLimit, bodyWithin);
            request.setBody(Body.body(body, request.getBody().length()));
            return Optional.of(body);
        }

        private GatewayProblem problem(Throwable failure) {
            if (failure instanceof ConnectException) {
                return GatewayProblem.unavailable(service);
            }
            return failure instanceof TimeoutException
                    ? GatewayProblem.tooSlow(service)
                    : GatewayProblem.noAnswer(service);
        }

        private ProxyResponse answer(ProxyRequest request, GatewayProblem problem) {
            HttpServerRequest incoming = request.proxiedRequest();
            ProxyResponse response = request.release()
                    .response()
                    .setStatusCode(problem.status())
                    .setBody(Body.body(problem.body(String.valueOf(incoming.path()))));
            problem.headers().forEach(response::putHeader);
            if (!incoming.isEnded()) {
                // What is left of the body would be read as the next request.
                refusals.hangUpAfterAnswer(incoming);
            }
            return response;
        }
    }
}
