package dev.onstage.notifier.webhook;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses may be called: those of the public internet, and private ones that the operator named. The ranges are those
 * of IANA's special-purpose registries that are not globally reachable; of IPv6 only what is handed out as global unicast
 * counts as public, so a range that is defined later is refused.
 */
final class AddressRules {
    private static final List<Range> NOT_PUBLIC = List.of(
            range("0.0.0.0/8", "an unspecified address"),
            range("10.0.0.0/8", "a private address"),
            range("100.64.0.0/10", "a shared address inside a provider's network"),
            range("127.0.0.0/8", "a loopback address"),
            range("169.254.0.0/16", "a link-local address"),
            range("172.16.0.0/12", "a private address"),
            range("192.0.0.0/24", "a reserved address"),
            range("192.0.2.0/24", "an address for documentation"),
            range("192.88.99.0/24", "a 6to4 relay"),
            range("192.168.0.0/16", "a private address"),
            range("198.18.0.0/15", "an address for benchmarks"),
            range("198.51.100.0/24", "an address for documentation"),
            range("203.0.113.0/24", "an address for documentation"),
            range("224.0.0.0/4", "a multicast address"),
            range("255.255.255.255/32", "the broadcast address"),
            range("240.0.0.0/4", "a reserved address"),
            range("::/128", "an unspecified address"),
            range("::1/128", "a loopback address"),
            range("::/96", "an IPv4 address inside an IPv6 one"),
            range("::ffff:0:0:0/96", "an IPv4 address inside an IPv6 one"),
            range("64:ff9b::/96", "a NAT64 address"),
            range("64:ff9b:1::/48", "a NAT64 address"),
            range("fc00::/7", "a private address"),
            range("fe80::/10", "a link-local address"),
            range("fec0::/10", "a private address"),
            range("ff00::/8", "a multicast address"),
            range("2001::/32", "a Teredo address"),
            range("2001::/23", "a reserved address"),
            range("2001:db8::/32", "an address for documentation"),
            range("2002::/16", "a 6to4 address"),
            range("3fff::/20", "an address for documentation"));
    private static final CidrAddress GLOBAL_UNICAST = network("2000::/3");

    private final List<CidrAddress> privateReceivers;

    /**
     * @param privateReceivers addresses and networks in CIDR notation
     * @throws IllegalArgumentException when one is neither
     */
    AddressRules(List<String> privateReceivers) {
        this.privateReceivers =
                privateReceivers.stream().map(AddressRules::network).toList();
    }

    private record Range(CidrAddress network, String what) {}

    /** What speaks against calling an address, for example "a link-local address"; empty when it may be called. */
    Optional<String> objection(InetAddress address) {
        if (isPrivateReceiver(address)) {
            return Optional.empty();
        }
        Stream<String> special = NOT_PUBLIC.stream()
                .filter(range -> range.network().matches(address))
                .map(Range::what);
        Stream<String> unassigned = Stream.of("a reserved address").filter(what -> isUnassigned(address));
        return Stream.concat(special, unassigned).findFirst();
    }

    private static boolean isUnassigned(InetAddress address) {
        return address instanceof Inet6Address && !GLOBAL_UNICAST.matches(address);
    }

    /** Whether the operator named it. */
    boolean isPrivateReceiver(InetAddress address) {
        return privateReceivers.stream().anyMatch(network -> network.matches(address));
    }

    /** Whether the operator named any. */
    boolean hasPrivateReceivers() {
        return !privateReceivers.isEmpty();
    }

    private static CidrAddress network(String text) {
        String stripped = text.strip();
        InetAddress single = Inet.parseInetAddress(stripped);
        CidrAddress network = single == null
                ? Inet.parseCidrAddress(stripped)
                : CidrAddress.create(single, single.getAddress().length * Byte.SIZE);
        if (network == null) {
            throw new IllegalArgumentException("onstage.webhook.private-receivers: '" + text
                    + "' is neither an IP address nor a network such as 10.1.2.0/24");
        }
        return network;
    }

    private static Range range(String network, String what) {
        return new Range(network(network), what);
    }
}
