package dev.onstage.streamcontrol.account;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as far as that can be told apart. */
@ApplicationScoped
class SignInSource {

    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private final int proxies;

    SignInSource(AccountConfig config) {
        this.proxies = config.proxies();
        if (proxies < 0) {
            throw new IllegalArgumentException("onstage.account.proxies is 0 or more, not " + proxies);
        }
    }

    /**
     * An IPv4 address, or the /64 network of an IPv6 address: one customer has all of it. Behind proxies it is what the
     * outermost one of ours saw; whatever a client put into the header itself stands left of that and is not looked at.
     */
    String of(HttpServerRequest request) {
        return of(
                proxies,
                request.getHeader("X-Forwarded-For"),
                request.remoteAddress().hostAddress());
    }

    static String of(int proxies, @Nullable String forwardedFor, @Nullable String peer) {
        String[] seen = forwardedFor == null ? new String[0] : forwardedFor.split(",", -1);
        String address = proxies == 0 || seen.length < proxies ? peer : seen[seen.length - proxies];
        return network(address == null ? "" : address.strip());
    }

    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address.substring(0, Math.min(address.length(), LONGEST));
        }
        if (bytes.length == IPV6_BYTES) {
            Arrays.fill(bytes, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        }
        return NetUtil.bytesToIpAddress(bytes);
    }
}
