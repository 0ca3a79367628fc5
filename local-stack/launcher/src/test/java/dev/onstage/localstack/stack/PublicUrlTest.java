package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://127.0.0.1:8080/, http://127.0.0.1:8080",
        "https://tunnel.example//, https://tunnel.example",
        "' https://tunnel.example/ ', https://tunnel.example",
        "HTTPS://Tunnel.Example:8443/, https://tunnel.example:8443",
        "http://[::1]:8080/, http://[::1]:8080",
    })
    void shouldBeAnAddressToWhichPathsCanBeAppended(String written, String read) {
        assertThat(PublicUrl.of(written).text()).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tunnel.example/onstage, a path",
        "https://tunnel.example/%2F, a path",
        "https://tunnel.example?a=b, a query or a fragment",
        "https://tunnel.example/?, a query or a fragment",
        "https://tunnel.example/#top, a query or a fragment",
        "https://ada:verysecret@tunnel.example/, a user name or a password",
    })
    void shouldSayWhatToLeaveOut(String written, String superfluous) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicUrl.of(written))
                .withMessageContaining("it has " + superfluous)
                .withMessageEndingWith("Write https://tunnel.example instead.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tunnel.example",
                "tunnel.example:8080",
                "/",
                "//tunnel.example",
                "ftp://tunnel.example",
                "https:",
                "https://",
                "https:///",
                "https:tunnel.example",
                "https://:8080",
                "https://tunnel.example:0",
                "https://tunnel.example:65536",
                "https://tunnel.example:80a",
                "https://tunnel example",
                "https://ada:verysecret@",
            })
    void shouldRefuseWhatIsNoAddressOfAGatewayWithoutRepeatingIt(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicUrl.of(written))
                .withMessageEndingWith("Write the address alone, such as https://onstage.example.org.")
                .withMessageNotContaining("verysecret");
    }
}
