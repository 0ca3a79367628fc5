@NullMarked
package dev.onstage.testing;

import org.jspecify.annotations.NullMarked;
