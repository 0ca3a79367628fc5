package dev.onstage.webhookingest.publishing;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Kafka did not confirm a delivery in time, or was not asked because it has not for a while. Has no stack trace. */
public class NotConfirmedException extends RuntimeException {
    NotConfirmedException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /** True when one of its records is larger than Kafka takes: asking again is of no use. */
    public boolean isTooLarge() {
        return getCause() instanceof RecordTooLargeException;
    }
}
