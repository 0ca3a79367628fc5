package dev.onstage.support.crypto;

import dev.onstage.support.settings.UnusableSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts secrets for storage with AES-256-GCM. The keys come from {@code onstage.encryption-keys}, a list of
 * {@code id:base64 of 32 bytes}: the first encrypts, all decrypt, so a key is changed by putting a new one in front.
 *
 * <p>The text form is {@code <key id>.<base64url of nonce and ciphertext>}; the key id is authenticated too.
 */
@ApplicationScoped
public class SecretCipher {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    /**
     * Makes a cipher.
     *
     * @param configured the keys, the one that encrypts first; without any it can do nothing
     * @throws IllegalStateException for an entry that is no key; the text does not repeat it
     */
    public SecretCipher(@ConfigProperty(name = "onstage.encryption-keys") Optional<List<String>> configured) {
        configured.orElse(List.of()).forEach(this::addKey);
    }

    private void addKey(String entry) {
        int colon = entry.indexOf(':');
        if (colon < 1 || entry.substring(0, colon).contains(".")) {
            throw unusable("an entry has no key id in front of a colon");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(entry.substring(colon + 1).strip());
        } catch (IllegalArgumentException notQuoted) {
            throw unusable("the key " + entry.substring(0, colon) + " is not base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw unusable("the key " + entry.substring(0, colon) + " has " + bytes.length + " bytes instead of 32");
        }
        keys.put(entry.substring(0, colon).strip(), new SecretKeySpec(bytes, "AES"));
    }

    /** Encrypts with the first key; the same text gives another result each time. */
    public String encrypt(String plaintext) {
        if (keys.isEmpty()) {
            throw unusable("it names no key");
        }
        Map.Entry<String, SecretKeySpec> key = keys.entrySet().iterator().next();
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        byte[] ciphertext = apply(
                Cipher.ENCRYPT_MODE, key.getKey(), key.getValue(), nonce, plaintext.getBytes(StandardCharsets.UTF_8));
        byte[] sealed = ByteBuffer.allocate(nonce.length + ciphertext.length)
                .put(nonce)
                .put(ciphertext)
                .array();
        return key.getKey() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Whether what {@link #encrypt} made was made with the key that encrypts, so that older keys are not needed for it. */
    public boolean isCurrent(String encrypted) {
        return !keys.isEmpty() && encrypted.startsWith(keys.keySet().iterator().next() + ".");
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws IllegalStateException when its key is not configured or the text was changed
     */
    public String decrypt(String encrypted) {
        int dot = encrypted.indexOf('.');
        String keyId = dot < 0 ? "" : encrypted.substring(0, dot);
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw unusable("it lacks the key '" + keyId + "' of a stored secret");
        }
        byte[] sealed = Base64.getUrlDecoder().decode(encrypted.substring(dot + 1));
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("A stored secret is too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] ciphertext = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
        return new String(apply(Cipher.DECRYPT_MODE, keyId, key, nonce, ciphertext), StandardCharsets.UTF_8);
    }

    private static byte[] apply(int mode, String keyId, SecretKeySpec key, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(keyId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A secret could not be " + (mode == Cipher.ENCRYPT_MODE ? "en" : "de") + "crypted", e);
        }
    }

    private static IllegalStateException unusable(String why) {
        return new UnusableSettingException("onstage.encryption-keys", why);
    }
}
