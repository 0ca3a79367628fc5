package dev.onstage.support.client;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells where requests come from. {@code onstage.trusted-proxies} is the number of our own proxies in front of the services,
 * each of which adds to {@code X-Forwarded-For}: 0 when clients connect directly. A number that is too large lets clients
 * choose where they seem to come from; one that is too small makes all of them seem to come from a proxy.
 */
@ApplicationScoped
public class ClientAddresses {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final int proxies;

    ClientAddresses(@ConfigProperty(name = "onstage.trusted-proxies", defaultValue = "1") int proxies) {
        if (proxies < 0) {
            throw new IllegalArgumentException("onstage.trusted-proxies is 0 or more, not " + proxies);
        }
        this.proxies = proxies;
    }

    /** The client's address; never fails, whatever the headers hold. */
    public ClientAddress of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return ClientAddress.of(
                proxies, request.headers().getAll(FORWARDED_FOR), peer == null ? null : peer.hostAddress());
    }
}
