package dev.onstage.support.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // proxies | X-Forwarded-For, lines parted by ; | peer | address
                "0 | none                     | 192.0.2.1          | 192.0.2.1",
                "0 | 198.51.100.1             | 192.0.2.1          | 192.0.2.1",
                "1 | none                     | 192.0.2.1          | 192.0.2.1",
                "1 | 198.51.100.1             | 127.0.0.1          | 198.51.100.1",
                "1 | 6.6.6.6, 198.51.100.1    | 127.0.0.1          | 198.51.100.1",
                "1 | 6.6.6.6,198.51.100.1     | 127.0.0.1          | 198.51.100.1",
                "2 | 6.6.6.6, 198.51.100.1, 10.0.0.1 | 127.0.0.1   | 198.51.100.1",
                "2 | 198.51.100.1             | 10.0.0.2           | 10.0.0.2",
                // a proxy may add a line instead of an entry
                "1 | 6.6.6.6; 198.51.100.1    | 127.0.0.1          | 198.51.100.1",
                "2 | 6.6.6.6, 198.51.100.1; 10.0.0.1 | 127.0.0.1   | 198.51.100.1",
                "2 | 198.51.100.1; 10.0.0.1   | 127.0.0.1          | 198.51.100.1",
                "1 | 6.6.6.6, , ;, 198.51.100.1 , | 127.0.0.1      | 198.51.100.1",
                // ports, brackets and zones
                "1 | 198.51.100.1:4711        | 127.0.0.1          | 198.51.100.1",
                "1 | 2001:db8:1:2:3:4:5:6     | 127.0.0.1          | 2001:db8:1:2:3:4:5:6",
                "1 | [2001:DB8::1]            | 127.0.0.1          | 2001:db8::1",
                "1 | [2001:db8::1]:4711       | 127.0.0.1          | 2001:db8::1",
                "1 | [fe80::1%eth0]:4711      | 127.0.0.1          | fe80::1",
                "1 | fe80::1%25eth0           | 127.0.0.1          | fe80::1",
                "0 | none                     | fe80:0:0:0:0:0:0:1%2 | fe80::1",
                "1 | ::ffff:198.51.100.1      | 127.0.0.1          | 198.51.100.1",
                "1 | [::ffff:c633:6401]:80    | 127.0.0.1          | 198.51.100.1",
                // what is no address tells nothing
                "1 | unknown                  | 127.0.0.1          | 127.0.0.1",
                "1 | _hidden                  | 127.0.0.1          | 127.0.0.1",
                "1 | 198.51.100.1, localhost  | 127.0.0.1          | 127.0.0.1",
                "1 | 198.51.100.256           | 127.0.0.1          | 127.0.0.1",
                "1 | 198.51.100.1:x           | 127.0.0.1          | 127.0.0.1",
                "1 | [2001:db8::1             | 127.0.0.1          | 127.0.0.1",
                "1 | [2001:db8::1]x           | 127.0.0.1          | 127.0.0.1",
                "1 | ''                       | 127.0.0.1          | 127.0.0.1",
                "0 | none                     | none               | unknown",
                "0 | none                     | /tmp/socket        | unknown",
            })
    void shouldBeWhatTheOutermostTrustedProxySaw(
            int proxies, @Nullable String forwardedFor, @Nullable String peer, String address) {
        List<String> lines = forwardedFor == null ? List.of() : List.of(forwardedFor.split(";", -1));

        assertThat(ClientAddress.of(proxies, lines, peer).text()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, 198.51.100.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::9, 2001:db8:1:2::/64",
        "::1, ::/64",
        "unknown, unknown"
    })
    void shouldCountACustomerOnce(String address, String network) {
        assertThat(new ClientAddress(address).network()).isEqualTo(network);
    }

    @Test
    void shouldRefuseANegativeNumberOfProxies() {
        assertThatThrownBy(() -> new ClientAddresses(-1)).hasMessageContaining("onstage.trusted-proxies");
    }
}
