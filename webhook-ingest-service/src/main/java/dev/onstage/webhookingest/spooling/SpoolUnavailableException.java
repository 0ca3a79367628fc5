package dev.onstage.webhookingest.spooling;

/** The spool did not take a delivery: PostgreSQL did not commit in time, or the spool is full. Has no stack trace. */
public class SpoolUnavailableException extends RuntimeException {
    SpoolUnavailableException(String message) {
        super(message, null, false, false);
    }
}
