package dev.onstage.streamcontrol.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider did not do what was asked. The message names the fix and never contains a secret. */
public final class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller may conclude. */
    public enum Kind {
        /** No answer, or an answer that says "later": whether the request had an effect is unknown. */
        UNAVAILABLE,
        /** The key or secret is wrong or suspended: nothing happened, and only an operator can change that. */
        CREDENTIALS_REFUSED,
        /** The call, user or channel does not exist. */
        NOT_FOUND,
        /** Understood and refused: nothing happened, and repeating it is useless. */
        REJECTED
    }

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    public ProviderException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What the caller may conclude. */
    public Kind kind() {
        return kind;
    }

    /** When the provider wants to be asked again, null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
