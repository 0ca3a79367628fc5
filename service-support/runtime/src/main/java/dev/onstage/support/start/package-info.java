/** How a service begins: with all that it needs to know, or not at all. */
@NullMarked
package dev.onstage.support.start;

import org.jspecify.annotations.NullMarked;
