/** Events written in the transaction that changes the state, and sent to Kafka afterwards, in order, at least once. */
@NullMarked
package dev.onstage.support.outbox;

import org.jspecify.annotations.NullMarked;
