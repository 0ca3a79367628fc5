/** How the bodies of requests are read. */
@NullMarked
package dev.onstage.support.json;

import org.jspecify.annotations.NullMarked;
