package dev.onstage.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final String OLD = "old:" + key(1);
    private static final String NEW = "new:" + key(2);

    @Test
    void shouldGiveBackWhatItEncrypted() {
        SecretCipher cipher = cipher(NEW);

        String encrypted = cipher.encrypt("hooks/ünïcode");

        assertThat(encrypted).startsWith("new.").doesNotContain("hooks");
        assertThat(cipher.decrypt(encrypted)).isEqualTo("hooks/ünïcode");
        assertThat(cipher.encrypt("hooks/ünïcode")).isNotEqualTo(encrypted);
    }

    @Test
    void shouldReadWithOldKeysAndWriteWithTheFirst() {
        String encrypted = cipher(OLD).encrypt("secret");

        assertThat(cipher(NEW, OLD).decrypt(encrypted)).isEqualTo("secret");
        assertThat(cipher(NEW, OLD).encrypt("secret")).startsWith("new.");
        assertThat(cipher(NEW, OLD).isCurrent(encrypted)).isFalse();
        assertThat(cipher(OLD, NEW).isCurrent(encrypted)).isTrue();
        assertThatThrownBy(() -> cipher(NEW).decrypt(encrypted)).hasMessageContaining("'old'");
    }

    @Test
    void shouldNoticeAnyChange() {
        String encrypted = cipher(NEW).encrypt("secret");
        String body = encrypted.substring("new.".length());
        char last = body.charAt(10) == 'A' ? 'B' : 'A';
        String changed = "new." + body.substring(0, 10) + last + body.substring(11);

        assertThatThrownBy(() -> cipher(NEW).decrypt(changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher(NEW, "renamed:" + key(2)).decrypt("renamed." + body))
                .as("another key id in front")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNameTheSettingButNeverTheKeyWhenItIsNotUsable() {
        assertThatThrownBy(() -> cipher().encrypt("x")).hasMessageContaining("onstage.encryption-keys");
        assertThatThrownBy(() -> cipher("short:c2VjcmV0"))
                .hasMessageContaining("32")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> cipher("bad:%%%"))
                .hasMessageContaining("base64")
                .hasMessageNotContaining("%%%");
        assertThatThrownBy(() -> cipher("nokey")).hasMessageContaining("colon").hasMessageNotContaining("nokey");
    }

    private static SecretCipher cipher(String... keys) {
        return new SecretCipher(keys.length == 0 ? Optional.empty() : Optional.of(List.of(keys)));
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
