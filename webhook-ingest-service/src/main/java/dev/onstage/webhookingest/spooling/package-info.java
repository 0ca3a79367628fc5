/** To PostgreSQL while Kafka does not confirm, and from there to Kafka later. */
@NullMarked
package dev.onstage.webhookingest.spooling;

import org.jspecify.annotations.NullMarked;
