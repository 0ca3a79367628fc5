@NullMarked
package dev.onstage.webhookingest.receiving;

import org.jspecify.annotations.NullMarked;
