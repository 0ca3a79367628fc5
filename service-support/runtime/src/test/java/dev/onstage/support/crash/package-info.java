@NullMarked
package dev.onstage.support.crash;

import org.jspecify.annotations.NullMarked;
