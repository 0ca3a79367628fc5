/** The simulator's own API under /_sim: what people and encoders do, and what shall go wrong. */
@NullMarked
package dev.onstage.simulator.getstream.control;

import org.jspecify.annotations.NullMarked;
