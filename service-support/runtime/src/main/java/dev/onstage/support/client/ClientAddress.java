package dev.onstage.support.client;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a client, as far as it can be known.
 *
 * @param text an IPv4 address, or an IPv6 address without its zone; {@code unknown} when nothing is known
 */
public record ClientAddress(String text) {

    private static final ClientAddress UNKNOWN = new ClientAddress("unknown");
    private static final Pattern PORT = Pattern.compile("(:\\d{1,5})?");
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int IPV4_IN_IPV6_AT = 12;

    /**
     * The address that the outermost trusted proxy saw. Each proxy adds the address it was called from at the right end, so
     * whatever a client wrote into the header itself stands further left and is not looked at. The address of the connection
     * counts when there is no proxy, when there are fewer entries than proxies, and when the entry is not an address.
     *
     * @param proxies the number of trusted proxies, 0 or more
     * @param forwardedFor the lines of {@code X-Forwarded-For}, in their order
     * @param peer the address of the connection
     */
    static ClientAddress of(int proxies, List<String> forwardedFor, @Nullable String peer) {
        List<String> seen = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        ClientAddress connection = peer == null ? UNKNOWN : parse(peer.strip(), UNKNOWN);
        return proxies == 0 || seen.size() < proxies ? connection : parse(seen.get(seen.size() - proxies), connection);
    }

    /**
     * What a limit per address counts by: an IPv4 address, or the /64 network of an IPv6 address, since one customer has all
     * of it.
     */
    public String network() {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return text;
        }
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    /** Proxies write {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]:4711}. */
    private static ClientAddress parse(String entry, ClientAddress otherwise) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(withoutZone(withoutPort(entry)));
        if (bytes == null) {
            return otherwise;
        }
        return new ClientAddress(NetUtil.bytesToIpAddress(withoutIpv6Around(bytes)));
    }

    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end < 0 || !isPort(entry.substring(end + 1)) ? "" : entry.substring(1, end);
        }
        int colon = entry.indexOf(':');
        boolean ipv4 = colon >= 0 && colon == entry.lastIndexOf(':');
        return ipv4 && isPort(entry.substring(colon)) ? entry.substring(0, colon) : entry;
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches();
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** {@code ::ffff:192.0.2.1} is the IPv4 address: all of them are in one /64 network. */
    private static byte[] withoutIpv6Around(byte[] address) {
        if (address.length != IPV6_BYTES) {
            return address;
        }
        for (int i = 0; i < IPV4_IN_IPV6_AT; i++) {
            if (address[i] != (i < IPV4_IN_IPV6_AT - 2 ? 0 : (byte) 0xff)) {
                return address;
            }
        }
        return Arrays.copyOfRange(address, IPV4_IN_IPV6_AT, IPV6_BYTES);
    }
}
