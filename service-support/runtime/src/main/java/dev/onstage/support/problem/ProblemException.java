package dev.onstage.support.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal that a client is told about in full: type, detail and members reach the answer, so none may hold a secret.
 * Has no stack trace of its own: it is an answer, not an accident.
 */
public class ProblemException extends RuntimeException {
    /** Extension member: what the person can do about it. */
    public static final String FIX = "fix";

    /** Extension member, also sent as the {@code Retry-After} header. */
    public static final String RETRY_AFTER_SECONDS = "retryAfterSeconds";

    /** Extension member of {@link ProblemType#METHOD_NOT_ALLOWED}: the methods, also sent as the {@code Allow} header. */
    public static final String ALLOW = "allow";

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    /**
     * Makes a problem.
     *
     * @param detail what is wrong this time, a sentence for a person
     */
    public ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    /**
     * Makes a problem with a cause, which is logged at debug level and never answered.
     *
     * @param detail what is wrong this time, a sentence for a person
     */
    public ProblemException(ProblemType type, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.type = type;
    }

    /** Adds an extension member, for example {@link #FIX}; the value must be something JSON can hold. */
    public ProblemException with(String key, Object value) {
        members.put(key, value);
        return this;
    }

    /** Adds what the person can do about it. */
    public ProblemException fix(String sentence) {
        return with(FIX, sentence);
    }

    /** The kind of problem. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong this time. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The extension members, in the order they were added. */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }
}
