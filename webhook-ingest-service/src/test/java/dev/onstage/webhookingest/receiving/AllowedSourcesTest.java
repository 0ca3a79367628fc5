package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSourcesTest {
    private final AllowedSources allowed =
            new AllowedSources(List.of("34.225.10.29", " 10.1.0.0/16 ", "2001:db8::/32", "127.0.0.1/32"));

    @ParameterizedTest
    @CsvSource({
        "34.225.10.29, true",
        "34.225.10.30, false",
        "10.1.255.255, true",
        "10.2.0.0, false",
        "127.0.0.1, true",
        "127.0.0.2, false",
        "2001:db8:1::7, true",
        "2001:db9::7, false",
        "not-an-address, false",
        ", false"
    })
    void shouldAllowWhatIsListed(String address, boolean expected) {
        assertThat(allowed.allow(address)).isEqualTo(expected);
    }

    @Test
    void shouldAllowEverybodyWhenNothingIsListed() {
        assertThat(new AllowedSources(List.of()).allow("203.0.113.9")).isTrue();
        assertThat(new AllowedSources(List.of()).allow(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.0/33", "10.0.0.0/", "", "10.0.0/8", "10.0.0.0/x"})
    void shouldNameTheEntryItCannotRead(String entry) {
        assertThatThrownBy(() -> new AllowedSources(List.of("10.0.0.1", entry)))
                .hasMessageContaining("onstage.receiving.allowed-sources")
                .hasMessageContaining(entry);
    }
}
