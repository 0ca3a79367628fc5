/** Traces that the services of a local stack export: received, kept in a file, drawn as a tree. */
@NullMarked
package dev.onstage.localstack.trace;

import org.jspecify.annotations.NullMarked;
