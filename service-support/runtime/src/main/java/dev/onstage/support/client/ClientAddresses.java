package dev.onstage.support.client;

import dev.onstage.support.settings.UnusableSettingException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells where requests come from. {@code onstage.trusted-proxies} is the number of our own proxies in front of the services,
 * each of which adds to {@code X-Forwarded-For}: 0 when clients connect directly. A number that is too large lets clients
 * choose where they seem to come from; one that is too small makes all of them seem to come from a proxy.
 */
@ApplicationScoped
public class ClientAddresses {

    private static final String SETTING = "onstage.trusted-proxies";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final int proxies;

    ClientAddresses(@ConfigProperty(name = SETTING, defaultValue = "1") int proxies) {
        check(proxies);
        this.proxies = proxies;
    }

    /**
     * Looks at that setting as the service starts.
     *
     * @throws UnusableSettingException when it cannot be used
     */
    public static void check(Config config) {
        config.getOptionalValue(SETTING, Integer.class).ifPresent(ClientAddresses::check);
    }

    private static void check(int proxies) {
        if (proxies < 0) {
            throw new UnusableSettingException(SETTING, "it is 0 or more, not " + proxies);
        }
    }

    /** The client's address; never fails, whatever the headers hold. */
    public ClientAddress of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return ClientAddress.of(
                proxies, request.headers().getAll(FORWARDED_FOR), peer == null ? null : peer.hostAddress());
    }
}
