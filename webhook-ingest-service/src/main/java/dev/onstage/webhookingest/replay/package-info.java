/** Applies stored deliveries once more: their events go to Kafka again, equal to the first time. */
@NullMarked
package dev.onstage.webhookingest.replay;

import org.jspecify.annotations.NullMarked;
