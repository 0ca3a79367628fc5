package dev.onstage.localstack.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes whole HTTP requests of deliveries, headers and signature included, as bytes ready to be written: while a load runs,
 * its own work must not be what is measured. For one thread.
 */
public final class SignedRequests {

    private static final String ALGORITHM = "HmacSHA256";

    private final String head;
    private final Mac mac;

    /** Requests to {@code target}, signed with the secret of that api key. */
    public SignedRequests(URI target, String apiKey, String apiSecret) {
        this.head = "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nX-Api-Key: %s\r\n"
                .formatted(target.getPath(), target.getHost(), target.getPort(), apiKey);
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(apiSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform has " + ALGORITHM, e);
        }
    }

    /** Delivery {@code number} of the crowd as a first attempt. */
    public byte[] request(Crowd crowd, int number) {
        byte[] body = crowd.body(number);
        byte[] headers = (head + "X-Webhook-Id: " + crowd.webhookId(number)
                        + "\r\nX-Webhook-Attempt: 1\r\nX-Signature: "
                        + HexFormat.of().formatHex(mac.doFinal(body)) + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headers.length + body.length];
        System.arraycopy(headers, 0, request, 0, headers.length);
        System.arraycopy(body, 0, request, headers.length, body.length);
        return request;
    }
}
