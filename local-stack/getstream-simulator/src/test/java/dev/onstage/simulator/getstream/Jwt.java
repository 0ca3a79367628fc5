package dev.onstage.simulator.getstream;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens made by hand, so that the simulator's own code does not vouch for itself. */
final class Jwt {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private Jwt() {}

    static String server(String secret) {
        return sign("{\"server\":true}", secret);
    }

    static String user(String userId, String secret) {
        return user(userId, Instant.now().minusSeconds(5), secret);
    }

    static String user(String userId, Instant issuedAt, String secret) {
        return sign("{\"user_id\":\"%s\",\"iat\":%d}".formatted(userId, issuedAt.getEpochSecond()), secret);
    }

    static String sign(String claims, String secret) {
        return sign(HEADER, claims, secret);
    }

    static String sign(String header, String claims, String secret) {
        String content =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
