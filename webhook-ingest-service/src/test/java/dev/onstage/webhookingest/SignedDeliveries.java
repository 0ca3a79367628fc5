package dev.onstage.webhookingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the provider would do: bodies, signatures, compression. */
public final class SignedDeliveries {
    /** An api key the tests configure. */
    public static final String API_KEY = "test-key";

    /** Its secret. */
    public static final String SECRET = "test-secret";

    private SignedDeliveries() {}

    /** An example body from {@code deliveries/<name>.json}. */
    public static byte[] example(String name) {
        return resource("/deliveries/" + name + ".json");
    }

    /** The bytes of a test resource. */
    public static byte[] resource(String path) {
        try (InputStream file = SignedDeliveries.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalArgumentException("There is no " + path);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The signature of a body. */
    public static String sign(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The compressed body. */
    public static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
