package dev.onstage.localstack.trace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * One step of a trace, as a service exported it.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentId of the step that it follows from; empty for the first one
 * @param service which service it was done in
 * @param name what was done
 * @param startNanos when it began, nanoseconds since 1970
 * @param endNanos when it ended
 * @param failed whether it went wrong
 * @param attributes what is said of it
 * @param remainder all else that was exported with it, as a text for who looks for secrets
 */
public record CollectedSpan(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        long startNanos,
        long endNanos,
        boolean failed,
        Map<String, String> attributes,
        String remainder) {

    /** Copies what it is given. */
    public CollectedSpan {
        attributes = Map.copyOf(attributes);
    }

    /** Whether a trace begins with it. */
    @JsonIgnore
    public boolean isFirst() {
        return parentId.isEmpty();
    }

    /** Service and name. */
    @JsonIgnore
    public String title() {
        return service + ": " + name;
    }
}
