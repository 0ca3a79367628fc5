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
    private final String what;
    private final @Nullable String fix;
    private final transient @Nullable Duration retryAfter;

    /** A failure whose one sentence says both what happened and what to do. */
    public ProviderException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(kind, message, null, retryAfter, cause);
    }

    /**
     * A failure with the way out apart.
     *
     * @param what one sentence: what happened
     * @param fix one sentence: what a person can do about it, null when nothing
     */
    public ProviderException(
            Kind kind, String what, @Nullable String fix, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(fix == null ? what : what + " " + fix, cause);
        this.kind = kind;
        this.what = what;
        this.fix = fix;
        this.retryAfter = retryAfter;
    }

    /** What the caller may conclude. */
    public Kind kind() {
        return kind;
    }

    /** What happened, without the fix. */
    public String what() {
        return what;
    }

    /** What a person can do about it, null when nothing. */
    public @Nullable String fix() {
        return fix;
    }

    /** When the provider wants to be asked again, null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
