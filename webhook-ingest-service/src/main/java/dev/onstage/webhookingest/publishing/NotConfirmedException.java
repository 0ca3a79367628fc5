package dev.onstage.webhookingest.publishing;

import org.jspecify.annotations.Nullable;

/** Kafka did not confirm a delivery in time, or was not asked because it has not for a while. Has no stack trace. */
public class NotConfirmedException extends RuntimeException {
    NotConfirmedException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
