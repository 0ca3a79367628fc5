/** Named points at which a test can kill the process. */
@NullMarked
package dev.onstage.support.crash;

import org.jspecify.annotations.NullMarked;
