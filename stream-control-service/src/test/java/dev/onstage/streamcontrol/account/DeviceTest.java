package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0|Firefox on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36|Chrome on Windows",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0|Edge on Windows",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15|Safari on macOS",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1|Chrome on iPhone",
                "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36|Chrome on Android",
                "curl/8.5.0|curl",
                "Java-http-client/17.0.12|Java-http-client",
                "onstage-bot|onstage-bot"
            })
    void shouldNameADeviceAsAPersonWould(String userAgent, String words) {
        assertThat(Device.inWords(userAgent)).isEqualTo(words);
    }

    @Test
    void shouldShowNothingOfWhatIsNoName() {
        assertThat(Device.inWords(null)).isEqualTo(Device.UNKNOWN);
        assertThat(Device.inWords("")).isEqualTo(Device.UNKNOWN);
        assertThat(Device.inWords("<script>alert(1)</script>")).isEqualTo(Device.UNKNOWN);
        assertThat(Device.inWords("x".repeat(500))).isEqualTo(Device.UNKNOWN);
    }
}
