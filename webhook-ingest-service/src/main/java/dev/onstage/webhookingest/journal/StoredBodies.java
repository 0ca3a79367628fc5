package dev.onstage.webhookingest.journal;

import com.fasterxml.jackson.core.JsonParser;
import dev.onstage.webhookingest.journal.DeliveryPage.Delivery;
import dev.onstage.webhookingest.normalization.ProviderJson;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Stored bodies as what they were. */
@ApplicationScoped
public class StoredBodies {
    private final DeliveryVerifier verifier;

    StoredBodies(DeliveryVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * The delivery as it was after its verification.
     *
     * @param traceParent of what it is restored for; that of its receipt is not kept
     */
    public VerifiedDelivery restore(DeliveryRow row, Buffer body, @Nullable String traceParent) {
        return verifier.restore(
                row.deliveryId(),
                row.receivedAt(),
                row.apiKey(),
                row.webhookId(),
                row.attempt() == null ? null : row.attempt().toString(),
                traceParent,
                body.getBytes());
    }

    /** The delivery with its body, unpacked. */
    DeliveryDetail show(Delivery delivery, DeliveryRow row, Buffer received) {
        byte[] body = restore(row, received, null).body();
        return isJson(body)
                ? new DeliveryDetail(delivery, new String(body, StandardCharsets.UTF_8), null)
                : new DeliveryDetail(delivery, null, Base64.getEncoder().encodeToString(body));
    }

    /** True for exactly one JSON value: only that may stand in an answer as it is. */
    private static boolean isJson(byte[] body) {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(new String(body, StandardCharsets.UTF_8))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
