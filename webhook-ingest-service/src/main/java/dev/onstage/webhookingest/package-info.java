/** Receives, verifies, normalises and publishes the provider's webhook deliveries. */
@NullMarked
package dev.onstage.webhookingest;

import org.jspecify.annotations.NullMarked;
