package dev.onstage.webhookingest.verification;

import dev.onstage.support.settings.UnusableSettingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets per api key, ready to sign. Never says what they are. */
final class SigningSecrets {
    private static final String ALGORITHM = "HmacSHA256";

    /** Never used themselves: a Mac has a state, so each thread signs with copies. */
    private final Map<String, Mac[]> prototypes;

    private static final String SETTING = "onstage.getstream.secrets";

    private final ThreadLocal<Map<String, Mac[]>> macs = ThreadLocal.withInitial(HashMap::new);

    /**
     * Reads {@code api-key=secret} pairs, separated by commas; a key may come several times, while its secret is being changed.
     *
     * @throws UnusableSettingException naming the setting and the place, not the value
     */
    SigningSecrets(String setting) {
        Map<String, Mac[]> byApiKey = new LinkedHashMap<>();
        List<String> pairs = Arrays.stream(setting.split(","))
                .filter(pair -> !pair.isBlank())
                .toList();
        for (int i = 0; i < pairs.size(); i++) {
            String pair = pairs.get(i).strip();
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new UnusableSettingException(SETTING, "entry " + (i + 1) + " is not of the form api-key=secret");
            }
            Mac mac = mac(pair.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
            byApiKey.merge(pair.substring(0, equals), new Mac[] {mac}, SigningSecrets::both);
        }
        if (byApiKey.isEmpty()) {
            throw new UnusableSettingException(SETTING, "it has no entry api-key=secret");
        }
        this.prototypes = byApiKey;
    }

    /** Whether the api key has a secret at all. */
    boolean knows(String apiKey) {
        return prototypes.containsKey(apiKey);
    }

    /** Whether one of the api key's secrets gives this signature, compared in constant time. */
    boolean signed(String apiKey, byte[] body, byte[] signature) {
        Mac[] prototype = prototypes.get(apiKey);
        if (prototype == null) {
            return false;
        }
        boolean matches = false;
        for (Mac mac : macs.get().computeIfAbsent(apiKey, name -> copy(prototype))) {
            // What a failure in the middle of another body left behind must not get into this one.
            mac.reset();
            matches |= MessageDigest.isEqual(mac.doFinal(body), signature);
        }
        return matches;
    }

    private static Mac[] both(Mac[] some, Mac[] others) {
        Mac[] all = new Mac[some.length + others.length];
        System.arraycopy(some, 0, all, 0, some.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }

    private static Mac[] copy(Mac[] prototypes) {
        Mac[] copies = new Mac[prototypes.length];
        for (int i = 0; i < copies.length; i++) {
            try {
                copies[i] = (Mac) prototypes[i].clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("The platform's HMAC can be cloned", e);
            }
        }
        return copies;
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform has " + ALGORITHM, e);
        }
    }
}
