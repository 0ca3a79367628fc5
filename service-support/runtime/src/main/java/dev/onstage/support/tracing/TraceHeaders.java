package dev.onstage.support.tracing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The trace in the headers of Kafka records. Not part of the event: copies of an event may have another one or none. */
public final class TraceHeaders {

    private static final Pattern TRACE_PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceHeaders() {}

    /** Whether a text of others can be believed to be one. */
    public static boolean isTraceParent(String text) {
        return TRACE_PARENT.matcher(text).matches();
    }

    /** What a record belongs to; null when it does not say so, or not in a form that is known. */
    public static @Nullable String read(Headers headers) {
        Header header = headers.lastHeader(Tracing.TRACE_PARENT);
        if (header == null || header.value() == null) {
            return null;
        }
        String text = new String(header.value(), StandardCharsets.ISO_8859_1);
        return isTraceParent(text) ? text : null;
    }

    /** Has a record belong to a trace; null leaves it as it is. */
    public static void write(Headers headers, @Nullable String traceParent) {
        if (traceParent != null) {
            headers.add(Tracing.TRACE_PARENT, traceParent.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
