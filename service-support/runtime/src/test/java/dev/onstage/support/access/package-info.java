/** What a token is verified with. */
@NullMarked
package dev.onstage.support.access;

import org.jspecify.annotations.NullMarked;
