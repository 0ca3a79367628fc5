@NullMarked
package dev.onstage.support.trouble;

import org.jspecify.annotations.NullMarked;
