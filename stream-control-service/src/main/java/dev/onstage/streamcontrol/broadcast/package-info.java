/**
 * The broadcast of a channel: its state machine, the commands that move it, what the provider reports about it, and the
 * reconciler that keeps it in agreement with the provider. The only writer of the table {@code broadcasts}.
 */
@NullMarked
package dev.onstage.streamcontrol.broadcast;

import org.jspecify.annotations.NullMarked;
