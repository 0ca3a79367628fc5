/** Traces and the fields of log lines. */
@NullMarked
package dev.onstage.support.tracing;

import org.jspecify.annotations.NullMarked;
