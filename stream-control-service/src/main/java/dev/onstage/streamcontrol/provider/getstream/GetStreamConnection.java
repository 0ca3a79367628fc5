package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.support.proxy.OutgoingProxy;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.ContextResolver;
import java.util.List;

/**
 * How the REST clients connect. They take the proxy from {@code quarkus.proxy.*} by themselves, except for several hosts without
 * a proxy: they would take the list for a single name.
 */
@ApplicationScoped
class GetStreamConnection implements ContextResolver<HttpClientOptions> {

    private final List<String> nonProxyHosts;

    GetStreamConnection(OutgoingProxy proxy) {
        this.nonProxyHosts = proxy.nonProxyHosts();
    }

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        HttpClientOptions options = new HttpClientOptions();
        nonProxyHosts.forEach(options::addNonProxyHost);
        return options;
    }
}
