package dev.onstage.notifier.webhook;

import dev.onstage.notifier.outbound.Answer;
import dev.onstage.notifier.outbound.OutboundHttp;
import dev.onstage.support.proxy.OutgoingProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Posts signed messages, each to the address that the guard has just checked and to no other, or through the proxy. */
@ApplicationScoped
class WebhookHttp {
    static final String USER_AGENT = "Onstage-Notifier/1.0";

    private final OutboundHttp http;
    private final ReceiverGuard guard;
    private final OutgoingProxy proxy;
    private final Duration longestLookup;

    WebhookHttp(Vertx vertx, WebhookConfig config, ReceiverGuard guard, OutgoingProxy proxy) {
        this.guard = guard;
        this.proxy = proxy;
        this.longestLookup = config.connectTimeout();
        this.http = new OutboundHttp(vertx, "the receiver", config.connectTimeout(), config.timeout());
    }

    /**
     * Posts one message.
     *
     * @return as {@link OutboundHttp#call} and {@link ReceiverGuard#locate}
     */
    Uni<Answer> post(WebhookAddress address, String id, String body) {
        return guard.locate(address.url())
                .map(server -> lead(signed(address, id, body), server))
                .flatMap(options -> http.call(options, body));
    }

    private RequestOptions lead(RequestOptions request, Optional<InetAddress> server) {
        return server.isEmpty()
                ? proxy.lead(request)
                : request.setServer(
                        SocketAddress.inetSocketAddress(new InetSocketAddress(server.get(), request.getPort())));
    }

    private static RequestOptions signed(WebhookAddress address, String id, String body) {
        WebhookUrl url = address.url();
        Instant now = Instant.now();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(url.tls())
                // The name still says who answers: it is in the Host header and must be in the certificate.
                .setHost(url.host())
                .setPort(url.port())
                .setURI(url.pathAndQuery())
                .putHeader("User-Agent", USER_AGENT)
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader("webhook-signature", address.keys().sign(id, now, body));
    }

    /** How long a post may take, the lookup of the host included. */
    Duration longestCall() {
        return http.longestCall().plus(longestLookup);
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
