package dev.onstage.webhookingest.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.settings.SecretsChanged;
import dev.onstage.webhookingest.SignedDeliveries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class DeliveryVerifierTest {
    private static final byte[] BODY = bytes(
            "{\"type\":\"call.live_started\",\"call_cid\":\"livestream:demo\",\"created_at\":\"2026-11-20T19:05:00Z\"}");
    private static final String SIGNATURE = "e3d2ed6b7517c00de435d41e0bad1ec735d5934cd799be21654969adfe742185";
    private static final String PAIR = "example-key=example-api-secret";

    private final DeliveryVerifier verifierOfLargeBodies = TestVerifier.verifier(1 << 20, 1 << 20, PAIR);
    private final DeliveryVerifier verifier = TestVerifier.verifier(200, 400, PAIR, "other-key=other=secret");

    @Test
    void shouldAcceptTheKnownTestVector() {
        VerifiedDelivery verified = verifier.verify(delivery(BODY, "example-key", SIGNATURE));

        assertThat(verified.body()).isEqualTo(BODY);
        assertThat(verified.apiKey()).isEqualTo("example-key");
        assertThat(verified.isCompressed()).isFalse();
    }

    @Test
    void shouldCheckTheSignatureOfTheUnpackedBytes() {
        byte[] compressed = SignedDeliveries.gzip(BODY);

        VerifiedDelivery verified = verifier.verify(delivery(compressed, "example-key", SIGNATURE));

        assertThat(verified.body()).isEqualTo(BODY);
        assertThat(verified.receivedBody()).isEqualTo(compressed);
        assertThat(verified.isCompressed()).isTrue();
    }

    @Test
    void shouldChooseTheSecretByApiKey() {
        String otherSignature = SignedDeliveries.sign(BODY, "other=secret");

        assertThat(verifier.verify(delivery(BODY, "other-key", otherSignature)).apiKey())
                .isEqualTo("other-key");
        refused(delivery(BODY, "example-key", otherSignature), ProblemType.SIGNATURE_INVALID);
    }

    @Test
    void shouldAcceptEverySecretOfAKeyWhileItIsBeingChanged() {
        DeliveryVerifier changing = TestVerifier.verifier(200, 400, PAIR, "example-key=new-secret");

        assertThat(changing.verify(delivery(BODY, "example-key", SIGNATURE))).isNotNull();
        assertThat(changing.verify(delivery(BODY, "example-key", SignedDeliveries.sign(BODY, "new-secret"))))
                .isNotNull();
    }

    @Test
    void shouldVerifyWithTheSecretsOfTheMoment() {
        AtomicReference<String> setting = new AtomicReference<>(PAIR);
        SecretsInForce secrets = new SecretsInForce(setting::get);
        DeliveryVerifier changing = TestVerifier.verifier(200, 400, secrets);
        UnverifiedDelivery before = delivery(BODY, "example-key", SIGNATURE);
        UnverifiedDelivery after = delivery(BODY, "next-key", SignedDeliveries.sign(BODY, "next"));
        assertThat(changing.verify(before)).isNotNull();

        setting.set("next-key=next");
        secrets.change(new SecretsChanged());
        assertThat(changing.verify(after)).isNotNull();
        assertThatThrownBy(() -> changing.verify(before)).isInstanceOf(RefusedDeliveryException.class);

        for (String unusable : List.of("unusable", "", " , \n")) {
            setting.set(unusable);
            secrets.change(new SecretsChanged());
            assertThat(changing.verify(after))
                    .as("with the last that could be used")
                    .isNotNull();
        }
    }

    @Test
    void shouldRefuseWhateverTheProviderDidNotSign() {
        byte[] changed = BODY.clone();
        changed[10] ^= 1;

        refused(delivery(changed, "example-key", SIGNATURE), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, "example-key", null), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, "example-key", ""), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, "example-key", SIGNATURE.substring(2)), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, "example-key", "zz" + SIGNATURE.substring(2)), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, "unknown-key", SIGNATURE), ProblemType.SIGNATURE_INVALID);
        refused(delivery(BODY, null, SIGNATURE), ProblemType.SIGNATURE_INVALID);
        refused(delivery(new byte[0], "example-key", SIGNATURE), ProblemType.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "example-key, wrong, WRONG_SIGNATURE",
        "unknown-key, wrong, UNKNOWN_API_KEY",
        "example-key, short, NOT_SIGNED",
        ", wrong, NOT_SIGNED"
    })
    void shouldTellTheOperatorWhyAndTheSenderAlwaysTheSame(
            @Nullable String apiKey, String signature, RefusalReason reason) {
        String given = signature.equals("wrong") ? SignedDeliveries.sign(BODY, "guessed") : signature;

        assertThatThrownBy(() -> verifier.verify(delivery(BODY, apiKey, given)))
                .isInstanceOfSatisfying(RefusedDeliveryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.detail()).isEqualTo("This is not a delivery signed by the provider.");
                    assertThat(refused.members()).containsOnlyKeys("fix");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1100, 100_000})
    void shouldAcceptWhatOpensslSigns(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        body[0] = '{';
        String signature = openssl(body, "example-api-secret");

        assertThat(verifierOfLargeBodies
                        .verify(delivery(body, "example-key", signature))
                        .body())
                .isEqualTo(body);
    }

    @Test
    void shouldSignTheKnownVectorAsOpensslDoes() throws Exception {
        assertThat(openssl(BODY, "example-api-secret")).isEqualTo(SIGNATURE);
    }

    /** {@code openssl dgst -sha256 -hmac}: a machine without it is told apart by the known vector above, which always runs. */
    private static String openssl(byte[] body, String secret) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", secret, "-hex").start();
        } catch (IOException notInstalled) {
            throw new TestAbortedException("openssl is not on the PATH", notInstalled);
        }
        try (OutputStream input = process.getOutputStream()) {
            input.write(body);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.substring(output.lastIndexOf(' ') + 1).strip();
    }

    @Test
    void shouldBoundTheReceivedAndTheUnpackedBody() {
        refused(delivery(new byte[201], "example-key", SIGNATURE), ProblemType.PAYLOAD_TOO_LARGE);
        refused(
                delivery(SignedDeliveries.gzip(new byte[401]), "example-key", SIGNATURE),
                ProblemType.PAYLOAD_TOO_LARGE);
        byte[] largest = new byte[400];
        assertThat(verifier.verify(delivery(
                        SignedDeliveries.gzip(largest),
                        "example-key",
                        SignedDeliveries.sign(largest, "example-api-secret"))))
                .isNotNull();
    }

    @Test
    void shouldSayThatCompressionIsDamaged() {
        byte[] damaged = SignedDeliveries.gzip(BODY);
        damaged[damaged.length / 2] ^= 0x55;

        refused(delivery(damaged, "example-key", SIGNATURE), ProblemType.PAYLOAD_MALFORMED);
        refused(delivery(new byte[] {0x1f, (byte) 0x8b}, "example-key", SIGNATURE), ProblemType.PAYLOAD_MALFORMED);
        refused(delivery(damaged, "unknown-key", SIGNATURE), ProblemType.SIGNATURE_INVALID);
    }

    @Test
    void shouldUnpackOnlyOnce() {
        byte[] nested = SignedDeliveries.gzip(SignedDeliveries.gzip(BODY));

        refused(delivery(nested, "example-key", SIGNATURE), ProblemType.SIGNATURE_INVALID);
    }

    @Test
    void shouldCheckTheClaimsBeforeTheBodyIsThere() {
        assertThatCode(() -> verifier.checkClaims("example-key", SIGNATURE)).doesNotThrowAnyException();
        assertThatCode(() -> verifier.checkClaims("example-key", "00".repeat(32)))
                .as("a wrong signature needs the body")
                .doesNotThrowAnyException();
        Stream.of(
                        Arguments.of("unknown-key", SIGNATURE),
                        Arguments.of("", SIGNATURE),
                        Arguments.of(null, SIGNATURE),
                        Arguments.of("example-key", null),
                        Arguments.of("example-key", ""),
                        Arguments.of("example-key", SIGNATURE.substring(1)),
                        Arguments.of("example-key", SIGNATURE + "0"),
                        Arguments.of("example-key", "x".repeat(64)),
                        Arguments.of("example-key", "sha256=" + SIGNATURE))
                .map(Arguments::get)
                .forEach(
                        claims -> assertThatThrownBy(() -> verifier.checkClaims((String) claims[0], (String) claims[1]))
                                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                                        .isEqualTo(ProblemType.SIGNATURE_INVALID)));
    }

    @Test
    void shouldRefuseToStartWithASecretItCannotReadWithoutShowingIt() {
        assertThatThrownBy(() -> TestVerifier.verifier(1, 1, PAIR, "hunter2"))
                .hasMessageContaining("onstage.getstream.secrets")
                .hasMessageContaining("entry 2")
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> TestVerifier.verifier(1, 1, "key=")).hasMessageContaining("entry 1");
        assertThatThrownBy(() -> TestVerifier.verifier(1, 1, " ", "")).hasMessageContaining("no entry");
    }

    @Test
    void shouldNotShowSecretsOrSignaturesInRefusals() {
        assertThatThrownBy(() -> verifier.verify(delivery(BODY, "other-key", SIGNATURE)))
                .message()
                .satisfies(text -> assertThat(text.toLowerCase(Locale.ROOT))
                        .doesNotContain("other=secret")
                        .doesNotContain(SIGNATURE));
    }

    private void refused(UnverifiedDelivery delivery, ProblemType type) {
        assertThatThrownBy(() -> verifier.verify(delivery))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(type));
    }

    private static UnverifiedDelivery delivery(byte[] body, @Nullable String apiKey, @Nullable String signature) {
        return new UnverifiedDelivery(body, apiKey, signature, "id-1", "1", null, Instant.EPOCH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
