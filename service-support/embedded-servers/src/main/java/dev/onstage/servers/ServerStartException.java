package dev.onstage.servers;

/** A server could not be started. The message is a whole sentence for the person at the keyboard. */
public class ServerStartException extends RuntimeException {
    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
