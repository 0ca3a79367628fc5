package dev.onstage.notifier.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNotationTest {
    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, 169.254.169.254",
        "2852039166, 169.254.169.254",
        "0xa9fea9fe, 169.254.169.254",
        "0251.0376.0251.0376, 169.254.169.254",
        "025177524776, 169.254.169.254",
        "0xa9.0xfe.0xa9.0xfe, 169.254.169.254",
        "0xa9.254.0251.254, 169.254.169.254",
        "169.254.43518, 169.254.169.254",
        "169.16689662, 169.254.169.254",
        "127.1, 127.0.0.1",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "0x7f.1, 127.0.0.1",
        "010.0.0.1, 8.0.0.1",
        "4294967295, 255.255.255.255",
        "[::1], ::1",
        "[0:0:0:0:0:0:0:1], ::1",
        "[::ffff:169.254.169.254], 169.254.169.254",
        "[::ffff:a9fe:a9fe], 169.254.169.254",
        "[0:0:0:0:0:ffff:a9fe:a9fe], 169.254.169.254",
        "[::a9fe:a9fe], ::a9fe:a9fe",
        "[64:ff9b::169.254.169.254], 64:ff9b::a9fe:a9fe"
    })
    void shouldReadEveryNotationOfAnAddress(String host, String address) {
        assertThat(NetUtil.toAddressString(Objects.requireNonNull(HostNotation.address(host))))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "hooks.example.com",
                "xn--bcher-kva.example",
                "1.example",
                "10.0.0.1.example",
                "a-b.example",
                "_hooks.example",
                "0x7f.0.0.1.example",
                "receiver"
            })
    void shouldTakeNamesForNames(String host) {
        assertThat(HostNotation.address(host)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.65536",
                "4294967296",
                "0x100000000",
                "09.0.0.1",
                "1..1",
                ".1",
                "example.1",
                "169.254.169.254.",
                "example.com.",
                "",
                ".",
                "a..b",
                "-a.example",
                "a-.example",
                "exa mple.com",
                "exa%6dple.com",
                "b\u00fccher.example",
                "\u2460\u2461\u2462.\u2463",
                "169\u3002254\u3002169\u3002254",
                "\uff11\uff10.0.0.1",
                "[::1",
                "[]",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "[v1.fe]",
                "[1.2.3.4]",
                "[::1]x"
            })
    void shouldRefuseWhatIsNeither(String host) {
        assertThatThrownBy(() -> HostNotation.address(host)).isInstanceOf(IllegalArgumentException.class);
    }
}
