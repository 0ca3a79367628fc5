package dev.onstage.limitserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureCheckTest {
    private static final byte[] BODY =
            "{\"type\":\"call.live_started\",\"call_cid\":\"livestream:demo\",\"created_at\":\"2026-11-20T19:05:00Z\"}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "e3d2ed6b7517c00de435d41e0bad1ec735d5934cd799be21654969adfe742185";

    private final SignatureCheck check = new SignatureCheck("example-api-secret");

    @Test
    void shouldAcceptWhatTheProviderSigned() {
        assertThat(check.matches(BODY, SIGNATURE)).isTrue();
    }

    @Test
    void shouldRefuseEverythingElse() {
        assertThat(check.matches(BODY, null)).isFalse();
        assertThat(check.matches(BODY, "no hex")).isFalse();
        assertThat(check.matches(BODY, SIGNATURE.replace('e', 'f'))).isFalse();
        assertThat(check.matches(new byte[0], SIGNATURE)).isFalse();
        assertThat(new SignatureCheck("another secret").matches(BODY, SIGNATURE))
                .isFalse();
    }
}
