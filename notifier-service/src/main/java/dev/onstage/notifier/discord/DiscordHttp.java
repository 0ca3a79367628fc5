package dev.onstage.notifier.discord;

import dev.onstage.notifier.outbound.Answer;
import dev.onstage.notifier.outbound.OutboundHttp;
import dev.onstage.support.proxy.OutgoingProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls below the configured base, and nowhere else. */
@ApplicationScoped
class DiscordHttp {
    /** What Discord asks of automated callers; others may be blocked. */
    static final String USER_AGENT = "DiscordBot (https://onstage.dev, 1.0.0)";

    private final OutboundHttp http;
    private final URI base;
    private final OutgoingProxy proxy;

    DiscordHttp(Vertx vertx, DiscordConfig config, OutgoingProxy proxy) {
        this.base = config.baseUrl();
        this.proxy = proxy;
        this.http = new OutboundHttp(vertx, "Discord", config.connectTimeout(), config.timeout());
    }

    /**
     * Calls Discord.
     *
     * @param path after the base, beginning with a slash
     * @param body JSON, null for none
     * @return as {@link OutboundHttp#call}
     */
    Uni<Answer> call(HttpMethod method, String path, @Nullable String body) {
        return http.call(proxy.lead(options(method, path)), body);
    }

    /** How long a call may take. */
    Duration longestCall() {
        return http.longestCall();
    }

    private RequestOptions options(HttpMethod method, String path) {
        boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
        int defaultPort = tls ? 443 : 80;
        return new RequestOptions()
                .setMethod(method)
                .setSsl(tls)
                .setHost(base.getHost())
                .setPort(base.getPort() == -1 ? defaultPort : base.getPort())
                .setURI(base.getPath() + path)
                .putHeader("User-Agent", USER_AGENT)
                .putHeader("Accept", "application/json");
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
