/** The front door: what is asked of every request before a resource sees it, and what every answer carries. */
@NullMarked
package dev.onstage.support.door;

import org.jspecify.annotations.NullMarked;
