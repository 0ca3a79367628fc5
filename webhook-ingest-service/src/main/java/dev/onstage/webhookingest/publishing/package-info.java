/** To Kafka, confirmed or not at all. */
@NullMarked
package dev.onstage.webhookingest.publishing;

import org.jspecify.annotations.NullMarked;
