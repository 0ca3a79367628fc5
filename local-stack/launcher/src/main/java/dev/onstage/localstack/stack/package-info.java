/** The supervisor: everything Onstage needs on one machine, as processes on loopback, started, watched and stopped together. */
@NullMarked
package dev.onstage.localstack.stack;

import org.jspecify.annotations.NullMarked;
