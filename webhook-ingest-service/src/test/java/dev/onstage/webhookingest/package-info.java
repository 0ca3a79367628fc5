@NullMarked
package dev.onstage.webhookingest;

import org.jspecify.annotations.NullMarked;
