package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://hooks.example, true, hooks.example, 443, /",
        "HTTPS://Hooks.Example/In, true, hooks.example, 443, /In",
        "https://hooks.example:8443/a/b?c=d&e, true, hooks.example, 8443, /a/b?c=d&e",
        "https://hooks.example?c=d, true, hooks.example, 443, /?c=d",
        "' https://hooks.example/a ', true, hooks.example, 443, /a",
        "http://127.0.0.1:8080/x, false, 127.0.0.1, 8080, /x",
        "http://hooks.example/, false, hooks.example, 80, /",
        "https://[2001:DB8::1]:444/x, true, [2001:db8::1], 444, /x",
        "https://2852039166/x, true, 2852039166, 443, /x",
        "https://0xA9FEA9FE/x, true, 0xa9fea9fe, 443, /x",
        "https://hooks.example/b\u00fccher, true, hooks.example, 443, /b%C3%BCcher",
        "https://hooks.example/a/../b, true, hooks.example, 443, /a/../b",
        "https://hooks.example/%2e%2e/b, true, hooks.example, 443, /%2e%2e/b"
    })
    void shouldTakeAddressesApart(String text, boolean tls, String host, int port, String pathAndQuery) {
        assertThat(WebhookUrl.parse(text)).isEqualTo(new WebhookUrl(tls, host, port, pathAndQuery));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://hooks.example/s3cret | https://",
                "hooks.example/s3cret | https://",
                "file:///etc/s3cret | https://",
                "gopher://hooks.example/s3cret | https://",
                "https:hooks.example/s3cret | host",
                "https:///s3cret | host",
                "https:// /s3cret | not a web address",
                "https://hooks.example@169.254.169.254/s3cret | user name",
                "https://user:s3cret@hooks.example/ | user name",
                "https://hooks.example\\@169.254.169.254/s3cret | not a web address",
                "https://hooks.example/s3cret#x | #",
                "https://hooks.example:0/s3cret | port",
                "https://hooks.example:65536/s3cret | port",
                "https://hooks.example:99999999999/s3cret | port",
                "https://hooks.example:x/s3cret | port",
                "https://::1/s3cret | port",
                "https://hooks example/s3cret | not a web address",
                "https://[::1/s3cret | not a web address"
            })
    void shouldRefuseOthersWithAReasonAndWithoutTheirPath(String text, String reason) {
        assertThatThrownBy(() -> WebhookUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void shouldTakeAddressesUpTo2048Characters() {
        String longest = "https://hooks.example/" + "x".repeat(2048 - "https://hooks.example/".length());

        assertThat(WebhookUrl.parse(longest).text()).isEqualTo(longest);
        assertThatThrownBy(() -> WebhookUrl.parse(longest + "x")).hasMessageContaining("2048");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/s3cret?token=s3cret, https://hooks.example/…",
        "https://hooks.example:443/s3cret, https://hooks.example/…",
        "https://hooks.example:8443, https://hooks.example:8443/…",
        "http://127.0.0.1:80/s3cret, http://127.0.0.1/…"
    })
    void shouldShowOnlyWhereItLeads(String text, String masked) {
        assertThat(WebhookUrl.parse(text).masked()).isEqualTo(masked);
        assertThat(WebhookUrl.parse(text)).hasToString(masked);
    }
}
