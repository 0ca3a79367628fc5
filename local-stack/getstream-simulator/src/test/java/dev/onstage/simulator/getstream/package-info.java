/** Tests of the simulator over its two HTTP APIs, written from what GetStream documents. */
@NullMarked
package dev.onstage.simulator.getstream;

import org.jspecify.annotations.NullMarked;
