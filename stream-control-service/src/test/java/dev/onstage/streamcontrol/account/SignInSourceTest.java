package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInSourceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // proxies | X-Forwarded-For | peer | source
                "0 | none                     | 192.0.2.1          | 192.0.2.1",
                "0 | 198.51.100.1             | 192.0.2.1          | 192.0.2.1",
                "1 | none                     | 192.0.2.1          | 192.0.2.1",
                "1 | 198.51.100.1             | 127.0.0.1          | 198.51.100.1",
                "1 | 6.6.6.6, 198.51.100.1    | 127.0.0.1          | 198.51.100.1",
                "2 | 6.6.6.6, 198.51.100.1, 10.0.0.1 | 127.0.0.1   | 198.51.100.1",
                "2 | 198.51.100.1             | 10.0.0.2           | 10.0.0.2",
                "1 | 2001:db8:1:2:3:4:5:6     | 127.0.0.1          | 2001:db8:1:2::",
                "0 | none                     | 2001:db8:1:2::9    | 2001:db8:1:2::",
                "1 | unknown                  | 127.0.0.1          | unknown",
                "0 | none                     | none               | ''",
            })
    void shouldLookAtWhatTheOutermostProxySaw(int proxies, String forwardedFor, String peer, String source) {
        assertThat(SignInSource.of(proxies, forwardedFor, peer)).isEqualTo(source);
    }
}
