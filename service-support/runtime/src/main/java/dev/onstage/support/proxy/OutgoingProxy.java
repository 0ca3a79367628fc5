package dev.onstage.support.proxy;

import io.quarkus.proxy.ProxyConfiguration;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy of {@code quarkus.proxy.*}, which calls to servers outside go through; those within the installation do not. The
 * proxy finds the servers by their names.
 */
@ApplicationScoped
public class OutgoingProxy {
    private final @Nullable ProxyOptions proxy;
    private final List<String> nonProxyHosts;
    private final List<Pattern> direct;

    @Inject
    OutgoingProxy(ProxyConfigurationRegistry registry) {
        this(registry.get(Optional.empty()).map(ProxyConfiguration::assertHttpType));
    }

    private OutgoingProxy(Optional<ProxyConfiguration> configured) {
        this(
                configured.map(OutgoingProxy::options).orElse(null),
                configured.flatMap(ProxyConfiguration::nonProxyHosts).orElse(List.of()));
    }

    /**
     * A proxy without a container.
     *
     * @param proxy null for none
     * @param nonProxyHosts as in {@code quarkus.proxy.non-proxy-hosts}
     */
    public OutgoingProxy(@Nullable ProxyOptions proxy, List<String> nonProxyHosts) {
        this.proxy = proxy;
        this.nonProxyHosts = nonProxyHosts.stream().map(String::strip).toList();
        this.direct = this.nonProxyHosts.stream().map(OutgoingProxy::pattern).toList();
    }

    /** Whether calls to a host, a name or an address, go through the proxy. */
    public boolean leadsTo(String host) {
        return proxy != null
                && direct.stream().noneMatch(pattern -> pattern.matcher(host).matches());
    }

    /** Sends a request the way that calls to its host go. */
    public RequestOptions lead(RequestOptions request) {
        return leadsTo(request.getHost()) ? request.setProxyOptions(proxy) : request;
    }

    /** Hosts that are called directly; {@code *} stands for any characters. */
    public List<String> nonProxyHosts() {
        return nonProxyHosts;
    }

    private static Pattern pattern(String host) {
        String quoted = Pattern.quote(host.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
        return Pattern.compile(quoted, Pattern.CASE_INSENSITIVE);
    }

    private static ProxyOptions options(ProxyConfiguration configured) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(configured.host())
                .setPort(configured.port());
        configured.username().ifPresent(options::setUsername);
        configured.password().ifPresent(options::setPassword);
        configured.proxyConnectTimeout().ifPresent(options::setConnectTimeout);
        return options;
    }
}
