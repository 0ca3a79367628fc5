/** Video: call types, calls, sessions, participants and ingress. */
@NullMarked
package dev.onstage.simulator.getstream.call;

import org.jspecify.annotations.NullMarked;
