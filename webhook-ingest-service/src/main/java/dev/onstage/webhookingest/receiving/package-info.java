/** The endpoint: from raw bytes to an answer that keeps its promise. */
@NullMarked
package dev.onstage.webhookingest.receiving;

import org.jspecify.annotations.NullMarked;
