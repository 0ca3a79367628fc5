package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureAddressTest {
    private static final String ADDRESS = "https://cdn.example.com/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.example.com/brand/bot.png",
                "https://cdn.example.com:443/bot.png",
                "HTTPS://CDN.Example.COM/bot.png?size=256&v=2#top",
                "https://xn--bcher-kva.example/a%20b.png",
                "https://1.cdn-2.example/a.png",
                "https://localhost.example.com/a.png"
            })
    void shouldTakePublicAddresses(String address) {
        assertThat(PictureAddress.objection(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://cdn.example.com/a.png | absolute https",
                "ftp://cdn.example.com/a.png | absolute https",
                "data:image/png;base64,AAAA | absolute https",
                "//cdn.example.com/a.png | absolute https",
                "/a.png | absolute https",
                "a.png | absolute https",
                "'' | absolute https",
                "' ' | absolute https",
                "https://cdn.example.com/a b.png | absolute https",
                "https:///a.png | absolute https",
                "https://cdn.example.com\\@evil.example/a.png | absolute https",
                "https://user@cdn.example.com/a.png | user name",
                "https://user:secret@cdn.example.com/a.png | user name",
                "https://cdn.example.com@127.0.0.1/a.png | user name",
                "https://cdn.example.com:8443/a.png | port",
                "https://cdn.example.com:80/a.png | port",
                "https://bücher.example/a.png | ASCII",
                "https://cdn.example.com/ä.png | ASCII",
                "https://localhost/a.png | public host name",
                "https://a.localhost/a.png | public host name",
                "https://LOCALHOST/a.png | public host name",
                "https://intranet/a.png | public host name",
                "https://files.internal/a.png | public host name",
                "https://nas.local/a.png | public host name",
                "https://cdn.example.com./a.png | public host name",
                "https://127.0.0.1/a.png | public host name",
                "https://8.8.8.8/a.png | public host name",
                "https://2130706433/a.png | public host name",
                "https://127.1/a.png | public host name",
                "https://0x7f000001/a.png | public host name",
                "https://0x7f.0.0.1/a.png | public host name",
                "https://0177.0.0.1/a.png | public host name",
                "https://[::1]/a.png | public host name",
                "https://[::ffff:127.0.0.1]/a.png | public host name",
                "https://[2606:4700::1111]/a.png | public host name",
                "https://%31%32%37.0.0.1/a.png | public host name",
                "https://cdn_1.example.com/a.png | public host name"
            })
    void shouldRefuseWhatDiscordCannotLoad(String address, String why) {
        assertThat(PictureAddress.objection(address))
                .hasValueSatisfying(objection -> assertThat(objection).contains(why));
    }

    @Test
    void shouldTakeAddressesAsLongAsDiscordDoes() {
        assertThat(PictureAddress.objection(address(2048))).isEmpty();
        assertThat(PictureAddress.objection(address(2049)))
                .hasValue("has 2,049 characters; Discord takes at most 2,048");
    }

    private static String address(int length) {
        return ADDRESS + "x".repeat(length - ADDRESS.length());
    }
}
