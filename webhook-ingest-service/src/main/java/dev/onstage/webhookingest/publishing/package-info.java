/** To Kafka, confirmed or not at all; and not at all while Kafka is known to be away. */
@NullMarked
package dev.onstage.webhookingest.publishing;

import org.jspecify.annotations.NullMarked;
