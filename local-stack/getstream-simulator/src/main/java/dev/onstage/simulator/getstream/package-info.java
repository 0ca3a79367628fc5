/**
 * A stand-in for GetStream Video and Chat on one machine: its own process, its own memory, its own rules.
 *
 * <p>It keeps backstage, sessions and participants as GetStream does and reports them with signed webhooks. Where
 * GetStream's documentation is silent the simulator takes the answer that is harder on its client, so that a client
 * which lives with the simulator lives with either.
 *
 * <p>Everything runs on one event loop: state is touched by one thread and needs no lock.
 */
@NullMarked
package dev.onstage.simulator.getstream;

import org.jspecify.annotations.NullMarked;
