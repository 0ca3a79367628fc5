package dev.onstage.simulator.getstream.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void matchesTheKnownVector() {
        String body = """
                {"type":"call.live_started","call_cid":"livestream:demo","created_at":"2026-11-20T19:05:00Z"}""";

        assertThat(new Signature("example-api-secret").of(body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("e3d2ed6b7517c00de435d41e0bad1ec735d5934cd799be21654969adfe742185");
    }
}
