/** How often an account may give the commands that cost somebody else something. */
@NullMarked
package dev.onstage.support.limit;

import org.jspecify.annotations.NullMarked;
