@NullMarked
package dev.onstage.support.limit;

import org.jspecify.annotations.NullMarked;
