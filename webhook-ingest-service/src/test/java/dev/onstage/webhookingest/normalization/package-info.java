@NullMarked
package dev.onstage.webhookingest.normalization;

import org.jspecify.annotations.NullMarked;
