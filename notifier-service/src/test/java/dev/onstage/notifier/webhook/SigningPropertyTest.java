package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SigningPropertyTest {
    @Property
    void shouldMakeSignaturesThatAReceiverVerifies(
            @ForAll String body,
            @ForAll @Size(min = 24, max = 64) byte[] key,
            @ForAll @LongRange(min = 0, max = 4_102_444_800L) long second) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);

        String header = SigningKeys.of(SigningSecret.parse(secret)).sign("msg_1", Instant.ofEpochSecond(second), body);

        SignedMessage received = new SignedMessage(
                "msg_1", Long.toString(second), header, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(received.isSignedWith(secret)).isTrue();
        assertThat(received.isSignedWith(SigningSecret.random().text())).isFalse();
        assertThat(new SignedMessage("msg_2", Long.toString(second), header, received.body()).isSignedWith(secret))
                .isFalse();
        assertThat(new SignedMessage("msg_1", Long.toString(second + 1), header, received.body()).isSignedWith(secret))
                .isFalse();
    }
}
