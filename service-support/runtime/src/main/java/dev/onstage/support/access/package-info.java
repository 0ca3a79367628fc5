/** Who is asking: the access token, verified without ever blocking, and what it allows. */
@NullMarked
package dev.onstage.support.access;

import org.jspecify.annotations.NullMarked;
