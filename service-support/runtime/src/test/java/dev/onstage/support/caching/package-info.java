/** Answers that a client may have already. */
@NullMarked
package dev.onstage.support.caching;

import org.jspecify.annotations.NullMarked;
