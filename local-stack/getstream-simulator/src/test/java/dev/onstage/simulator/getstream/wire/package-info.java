/** Tests of rules that need no server. */
@NullMarked
package dev.onstage.simulator.getstream.wire;

import org.jspecify.annotations.NullMarked;
