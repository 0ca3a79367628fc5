/** A load generator: signed deliveries as GetStream sends them when many people watch, and connections that carry them. */
@NullMarked
package dev.onstage.localstack.load;

import org.jspecify.annotations.NullMarked;
