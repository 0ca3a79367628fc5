@NullMarked
package dev.onstage.support.lease;

import org.jspecify.annotations.NullMarked;
