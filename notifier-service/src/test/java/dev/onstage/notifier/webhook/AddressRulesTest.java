package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and last address of each range, and their neighbours outside. */
class AddressRulesTest {
    private final AddressRules rules = new AddressRules(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255, an unspecified address",
        "10.0.0.0, 10.255.255.255, a private address",
        "100.64.0.0, 100.127.255.255, a shared address inside a provider's network",
        "127.0.0.0, 127.255.255.255, a loopback address",
        "169.254.0.0, 169.254.255.255, a link-local address",
        "172.16.0.0, 172.31.255.255, a private address",
        "192.0.0.0, 192.0.0.255, a reserved address",
        "192.0.2.0, 192.0.2.255, an address for documentation",
        "192.88.99.0, 192.88.99.255, a 6to4 relay",
        "192.168.0.0, 192.168.255.255, a private address",
        "198.18.0.0, 198.19.255.255, an address for benchmarks",
        "198.51.100.0, 198.51.100.255, an address for documentation",
        "203.0.113.0, 203.0.113.255, an address for documentation",
        "224.0.0.0, 239.255.255.255, a multicast address",
        "240.0.0.0, 255.255.255.254, a reserved address",
        "255.255.255.255, 255.255.255.255, the broadcast address",
        "::, ::, an unspecified address",
        "::1, ::1, a loopback address",
        "::2, ::ffff:ffff, an IPv4 address inside an IPv6 one",
        "::ffff:0:0:0, ::ffff:0:ffff:ffff, an IPv4 address inside an IPv6 one",
        "64:ff9b::, 64:ff9b::ffff:ffff, a NAT64 address",
        "64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff, a NAT64 address",
        "100::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a reserved address",
        "2001::, 2001:0:ffff:ffff:ffff:ffff:ffff:ffff, a Teredo address",
        "2001:1::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, a reserved address",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, an address for documentation",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a 6to4 address",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, an address for documentation",
        "4000::, fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a reserved address",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a private address",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a link-local address",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a private address",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a multicast address"
    })
    void shouldRefuseEachRangeFromItsFirstToItsLastAddress(String first, String last, String what) {
        assertThat(rules.objection(address(first))).contains(what);
        assertThat(rules.objection(address(last))).contains(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.1.255",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2000::",
                "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:200::",
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2003::",
                "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "3fff:1000::",
                "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            })
    void shouldTakeTheNeighbours(String address) {
        assertThat(rules.objection(address(address))).isEmpty();
    }

    /** A name server can answer this way, and Java then makes no IPv4 address of it. */
    @Test
    void shouldRefuseAMappedAddressThatStayedIpv6() throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        bytes[12] = 8;
        InetAddress mapped = Inet6Address.getByAddress(null, bytes, -1);

        assertThat(mapped).isInstanceOf(Inet6Address.class);
        assertThat(rules.objection(mapped)).contains("a reserved address");
    }

    @Test
    void shouldTakePrivateAddressesThatTheOperatorNamed() {
        AddressRules opened = new AddressRules(List.of("127.0.0.1", " 10.1.2.0/24 ", "fd00::/16", "::1"));

        assertThat(List.of("127.0.0.1", "10.1.2.0", "10.1.2.255", "fd00::1", "::1"))
                .allSatisfy(
                        named -> assertThat(opened.objection(address(named))).isEmpty());
        assertThat(List.of("127.0.0.2", "10.1.1.255", "10.1.3.0", "fd01::1", "::2", "169.254.169.254"))
                .allSatisfy(
                        other -> assertThat(opened.objection(address(other))).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "localhost", "10.0.0", "10.0.0.0/x", ""})
    void shouldNotStartWithANetworkThatIsNone(String network) {
        assertThatThrownBy(() -> new AddressRules(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress address(String text) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        assertThat(address).as(text).isNotNull();
        return address;
    }
}
