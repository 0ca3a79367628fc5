/**
 * What Onstage promises, tested on the packaged services through the gateway: one local stack for all, one channel per
 * scenario.
 */
@NullMarked
package dev.onstage.endtoend;

import org.jspecify.annotations.NullMarked;
