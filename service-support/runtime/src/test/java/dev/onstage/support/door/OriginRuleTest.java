package dev.onstage.support.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
    private final OriginRule rule = new OriginRule(List.of(URI.create("https://live.example/page")));

    @ParameterizedTest
    @CsvSource({
        // Origin, Sec-Fetch-Site, cookies, bearer, let in
        "https://live.example, , true, false, true",
        "https://LIVE.example, cross-site, true, false, true",
        ", same-origin, true, false, true",
        ", , true, false, false",
        "https://evil.example, , true, false, false",
        "https://evil.example, same-origin, true, false, false",
        "https://live.example.evil.example, , true, false, false",
        "https://live.example:8443, , true, false, false",
        "http://live.example, , true, false, false",
        "null, , true, false, false",
        "null, same-origin, true, false, false",
        ", same-site, true, false, false",
        ", cross-site, true, false, false",
        ", none, true, false, false",
        // signing in: no cookies yet
        ", , false, false, true",
        ", none, false, false, true",
        "https://live.example, same-origin, false, false, true",
        "https://evil.example, cross-site, false, false, false",
        ", cross-site, false, false, false",
        // an access token in a header
        ", , false, true, true",
        "https://evil.example, cross-site, false, true, true",
        "https://evil.example, cross-site, true, true, false",
        ", , true, true, false"
    })
    void shouldLetInOurOwnPage(
            @Nullable String origin, @Nullable String fetchSite, boolean cookies, boolean bearer, boolean allowed) {
        assertThat(rule.allows(origin, fetchSite, cookies, bearer)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"})
    void shouldTakeTheNamesOfThisMachineForOne(String origin) {
        OriginRule local = new OriginRule(List.of(URI.create("http://127.0.0.1:8080")));

        assertThat(local.allows(origin, null, true, false)).isTrue();
        assertThat(local.allows("http://localhost:9999", null, true, false)).isFalse();
    }

    @Test
    void shouldKnowSeveralAddressesAndUsualPorts() {
        OriginRule several =
                new OriginRule(List.of(URI.create("https://a.example:443"), URI.create("http://b.example:8080/")));

        assertThat(several.allows("https://a.example", null, true, false)).isTrue();
        assertThat(several.allows("http://b.example:8080", null, true, false)).isTrue();
        assertThat(several.allows("http://b.example", null, true, false)).isFalse();
    }
}
