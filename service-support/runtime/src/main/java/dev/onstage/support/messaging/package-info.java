/** Events of the contract as Kafka records: headers, JSON, and what may be wrong with them. */
@NullMarked
package dev.onstage.support.messaging;

import org.jspecify.annotations.NullMarked;
