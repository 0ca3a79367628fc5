/** Which copy of a service this process is. */
@NullMarked
package dev.onstage.support.copy;

import org.jspecify.annotations.NullMarked;
