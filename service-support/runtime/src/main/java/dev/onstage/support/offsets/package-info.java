/** How far a consumer group has got is told to Kafka until Kafka has confirmed it. */
@NullMarked
package dev.onstage.support.offsets;

import org.jspecify.annotations.NullMarked;
