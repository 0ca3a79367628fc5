@NullMarked
package dev.onstage.webhookingest.spooling;

import org.jspecify.annotations.NullMarked;
