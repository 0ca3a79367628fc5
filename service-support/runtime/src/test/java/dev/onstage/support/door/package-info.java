@NullMarked
package dev.onstage.support.door;

import org.jspecify.annotations.NullMarked;
