package dev.onstage.webhookingest.normalization;

/** A signed body that is not what its type should be. The message names the field, never a value. */
public class MalformedDeliveryException extends RuntimeException {
    MalformedDeliveryException(String message) {
        super(message);
    }

    MalformedDeliveryException(String message, Throwable cause) {
        super(message, cause);
    }
}
