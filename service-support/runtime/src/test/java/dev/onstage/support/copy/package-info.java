@NullMarked
package dev.onstage.support.copy;

import org.jspecify.annotations.NullMarked;
