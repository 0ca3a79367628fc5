/** Deliveries as received: stored from Kafka in batches, kept within bounds of time and bytes, looked at by people. */
@NullMarked
package dev.onstage.webhookingest.journal;

import org.jspecify.annotations.NullMarked;
