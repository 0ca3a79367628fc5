/** Errors at the HTTP edge as RFC 9457 problem details: stable types, what is wrong, what to do. */
@NullMarked
package dev.onstage.support.problem;

import org.jspecify.annotations.NullMarked;
