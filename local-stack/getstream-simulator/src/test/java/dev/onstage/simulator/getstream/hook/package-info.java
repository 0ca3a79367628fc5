/** Tests of rules that need no server. */
@NullMarked
package dev.onstage.simulator.getstream.hook;

import org.jspecify.annotations.NullMarked;
