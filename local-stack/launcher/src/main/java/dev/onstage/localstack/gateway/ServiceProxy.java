package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
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
import java.util.Iterator;
import java.util.concurrent.TimeoutException;

/**
 * Passes requests to the copies of one service. Nothing is sent twice: another copy is tried only when no connection could be
 * made. Server-sent events flow as they come and may be silent for as long as they like.
 */
final class ServiceProxy implements Handler<HttpServerRequest> {

    static final long BODY_LIMIT = 2L << 20;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final ServiceKind service;
    private final OriginPool pool;
    private final HttpProxy proxy;

    ServiceProxy(ServiceKind service, OriginPool pool, HttpClient client) {
        this.service = service;
        this.pool = pool;
        this.proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .addInterceptor(new Edge())
                .origin(context -> connect(context, client));
    }

    @Override
    public void handle(HttpServerRequest request) {
        proxy.handle(request);
    }

    private Future<HttpClientRequest> connect(ProxyContext context, HttpClient client) {
        boolean stream = context.request().getURI().split("\\?", 2)[0].endsWith("/events");
        return connect(client, pool.candidates().iterator(), stream);
    }

    private Future<HttpClientRequest> connect(HttpClient client, Iterator<Origin> candidates, boolean stream) {
        if (!candidates.hasNext()) {
            return Future.failedFuture(new ConnectException("no copy of " + service.label()));
        }
        Origin origin = candidates.next();
        var options = new RequestOptions().setHost("127.0.0.1").setPort(origin.port());
        if (!stream) {
            options.setIdleTimeout(ANSWER_WITHIN.toMillis());
        }
        Future<HttpClientRequest> connected = client.request(options);
        return candidates.hasNext()
                ? connected.recover(failure -> connect(client, candidates, stream))
                : connected.recover(failure ->
                        Future.failedFuture(new ConnectException("no copy of " + service.label() + " listens")));
    }

    /** What every request gets at the edge: a bounded body, forwarding headers, and a readable answer to a failure. */
    private final class Edge implements ProxyInterceptor {

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            forwardingHeaders(request);
            return boundedBody(request)
                    .compose(ignored -> context.sendRequest())
                    .recover(failure -> Future.succeededFuture(answer(request, problem(failure))));
        }

        private void forwardingHeaders(ProxyRequest request) {
            HttpServerRequest incoming = request.proxiedRequest();
            HostAndPort authority = incoming.authority();
            // Replaced, not appended: nobody in front of this gateway is to be believed.
            request.putHeader("X-Forwarded-For", incoming.remoteAddress().host());
            request.putHeader("X-Forwarded-Proto", incoming.isSSL() ? "https" : "http");
            if (authority != null) {
                request.putHeader("X-Forwarded-Host", authority.toString());
                request.putHeader("X-Forwarded-Port", Integer.toString(authority.port()));
            }
            request.headers().remove("Forwarded");
        }

        private Future<Void> boundedBody(ProxyRequest request) {
            HttpServerRequest incoming = request.proxiedRequest();
            if (incoming.isEnded()) {
                return Future.succeededFuture();
            }
            return collect(incoming).map(body -> {
                request.setBody(Body.body(body));
                return null;
            });
        }

        private Future<Buffer> collect(HttpServerRequest incoming) {
            Promise<Buffer> whole = Promise.promise();
            Buffer collected = Buffer.buffer();
            incoming.handler(chunk -> {
                if (collected.length() + chunk.length() > BODY_LIMIT) {
                    whole.tryFail(new BodyTooLargeException());
                } else {
                    collected.appendBuffer(chunk);
                }
            });
            incoming.endHandler(ended -> whole.tryComplete(collected));
            incoming.exceptionHandler(whole::tryFail);
            incoming.resume();
            return whole.future();
        }

        private GatewayProblem problem(Throwable failure) {
            if (failure instanceof BodyTooLargeException) {
                return GatewayProblem.tooLarge(BODY_LIMIT);
            }
            if (failure instanceof ConnectException) {
                return GatewayProblem.unavailable(service);
            }
            return failure instanceof TimeoutException
                    ? GatewayProblem.tooSlow(service)
                    : GatewayProblem.noAnswer(service);
        }

        private ProxyResponse answer(ProxyRequest request, GatewayProblem problem) {
            String path = request.proxiedRequest().path();
            ProxyResponse response = request.release()
                    .response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", GatewayProblem.CONTENT_TYPE)
                    .setBody(Body.body(problem.body(path)));
            if (problem.status() == 503) {
                response.putHeader("Retry-After", "1");
            }
            if (problem.status() == 413) {
                // What is left of the body is not worth reading.
                response.putHeader("Connection", "close");
            }
            return response;
        }
    }

    private static final class BodyTooLargeException extends Exception {

        BodyTooLargeException() {
            super(null, null, false, false);
        }
    }
}
