@NullMarked
package dev.onstage.support.offsets;

import org.jspecify.annotations.NullMarked;
