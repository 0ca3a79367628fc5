/** Traces of a local stack. */
@NullMarked
package dev.onstage.localstack.trace;

import org.jspecify.annotations.NullMarked;
