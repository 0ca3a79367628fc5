package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
    private static final Instant NOW = Instant.parse("2026-03-01T18:00:04Z");
    private static final SigningSecret FIRST = SigningSecret.random();
    private static final SigningSecret SECOND = SigningSecret.random();

    /** The example of the Standard Webhooks libraries. */
    @Test
    void shouldSignTheKnownExample() {
        SigningSecret secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldMakeSecretsThatAreTakenAndDiffer() {
        assertThat(SigningSecret.parse(FIRST.text())).isEqualTo(FIRST);
        assertThat(FIRST).isNotEqualTo(SECOND);
        assertThat(Base64.getDecoder().decode(FIRST.text().substring("whsec_".length())))
                .hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 64})
    void shouldTakeSecretsOfTheSizesTheStandardNames(int bytes) {
        assertThat(SigningSecret.parse(secretOf(bytes)).text()).isEqualTo(secretOf(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65})
    void shouldRefuseSecretsOfOtherSizes(int bytes) {
        assertThatThrownBy(() -> SigningSecret.parse(secretOf(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 to 64 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
                "whsec_MfKQ9r8GKYqrTwjUPD8I LPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw==",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL+_w",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMf="
            })
    void shouldRefuseWhatIsNoSecretWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("MfKQ9r8GKYqrTwjUPD8");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 25, 26, 32, 64})
    void shouldKeepASecretInTheUsualWritingOfBase64(int bytes) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) 0xFB); // gives + and /, which the other alphabet writes - and _
        String usual = "whsec_" + Base64.getEncoder().encodeToString(key);

        assertThat(List.of(
                        usual,
                        "whsec_" + Base64.getEncoder().withoutPadding().encodeToString(key),
                        "whsec_" + Base64.getUrlEncoder().encodeToString(key),
                        "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                        " " + usual + "\n"))
                .allSatisfy(text -> assertThat(SigningSecret.parse(text).text()).isEqualTo(usual));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_MfKQ9r8GKYqrTwjUPD8I LPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8I\nLPZIo2LaLaSw",
                "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8I\u00A0LPZIo2LaLaSw"
            })
    void shouldSayThatASecretHasSpacesInIt(String text) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .hasMessage("The signing secret must not contain spaces or line breaks.");
    }

    @Test
    void shouldKnowASecretAgainThatWasStoredWithoutPadding() {
        SigningKeys stored =
                new SigningKeys(List.of(new SigningKeys.Key(FIRST.text().replace("=", ""), null)));

        assertThat(stored.replacedBy(FIRST, NOW)).isEqualTo(stored);
    }

    @Test
    void shouldSignWithTheOldSecretForADayMore() {
        SigningKeys keys = SigningKeys.of(FIRST).replacedBy(SECOND, NOW);

        Instant lastMoment = NOW.plus(Duration.ofHours(24)).minusSeconds(1);
        assertThat(keys.sign("msg_1", lastMoment, "{}"))
                .isEqualTo(SECOND.sign("msg_1", lastMoment.getEpochSecond(), "{}") + " "
                        + FIRST.sign("msg_1", lastMoment.getEpochSecond(), "{}"));
        Instant dayLater = NOW.plus(Duration.ofHours(24));
        assertThat(keys.sign("msg_1", dayLater, "{}")).isEqualTo(SECOND.sign("msg_1", dayLater.getEpochSecond(), "{}"));
    }

    @Test
    void shouldChangeNothingWhenTheSecretIsTheSame() {
        SigningKeys keys = SigningKeys.of(FIRST);

        assertThat(keys.replacedBy(FIRST, NOW)).isEqualTo(keys);
    }

    @Test
    void shouldTakeAnOldSecretBack() {
        SigningKeys keys = SigningKeys.of(FIRST).replacedBy(SECOND, NOW).replacedBy(FIRST, NOW.plusSeconds(60));

        assertThat(keys.keys())
                .containsExactly(
                        new SigningKeys.Key(FIRST.text(), null),
                        new SigningKeys.Key(SECOND.text(), NOW.plusSeconds(60).plus(Duration.ofHours(24))));
    }

    @Test
    void shouldNotLetTheHeaderGrowWithoutEnd() {
        SigningKeys keys = SigningKeys.of(FIRST);
        for (int i = 0; i < 20; i++) {
            keys = keys.replacedBy(SigningSecret.random(), NOW.plusSeconds(i));
        }

        assertThat(keys.keys()).hasSize(SigningKeys.MAX_KEYS);
    }

    @Test
    void shouldDropSecretsThatSignNoMore() {
        SigningKeys keys = SigningKeys.of(FIRST)
                .replacedBy(SECOND, NOW)
                .replacedBy(SigningSecret.random(), NOW.plus(Duration.ofHours(25)));

        assertThat(keys.keys()).extracting(SigningKeys.Key::secret).doesNotContain(FIRST.text());
    }

    @Test
    void shouldShowNoSecretAsText() {
        SigningKeys keys = SigningKeys.of(FIRST).replacedBy(SECOND, NOW);

        assertThat(keys + " " + FIRST)
                .doesNotContain(FIRST.text().substring(6))
                .doesNotContain(SECOND.text().substring(6));
    }

    private static String secretOf(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
