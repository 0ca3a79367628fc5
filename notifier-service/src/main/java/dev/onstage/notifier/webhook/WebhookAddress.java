package dev.onstage.notifier.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a call needs: where to, and what to sign with.
 *
 * @param url the receiver
 * @param keys the secrets
 */
record WebhookAddress(WebhookUrl url, SigningKeys keys) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(String url, List<SigningKeys.Key> secrets) {}

    /** The form that is stored encrypted. */
    String encode(ObjectMapper json) {
        try {
            return json.writeValueAsString(new Stored(url.text(), keys.keys()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An address is always writable as JSON");
        }
    }

    /** Reads {@link #encode} back. */
    static WebhookAddress decode(String encoded, ObjectMapper json) {
        try {
            Stored stored = json.readValue(encoded, Stored.class);
            return new WebhookAddress(WebhookUrl.parse(stored.url()), new SigningKeys(stored.secrets()));
        } catch (JsonProcessingException e) {
            // The cause would quote the address.
            throw new IllegalStateException("The stored address is not in the form it was written in");
        }
    }
}
