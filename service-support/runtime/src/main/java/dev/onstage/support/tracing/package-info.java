/**
 * Traces: a context that goes with a webhook, a command or an event through HTTP, Kafka, the outbox and the database, as the text
 * that W3C Trace Context calls {@code traceparent}. Off unless {@code onstage.traces.endpoint} is set. Also the fields that lines
 * of the log have beside their text.
 */
@NullMarked
package dev.onstage.support.tracing;

import org.jspecify.annotations.NullMarked;
