/** Tests of the broadcast machine and what surrounds it. */
@NullMarked
package dev.onstage.streamcontrol.broadcast;

import org.jspecify.annotations.NullMarked;
