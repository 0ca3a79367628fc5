/** What goes wrong again and again is said in the log once. */
@NullMarked
package dev.onstage.support.trouble;

import org.jspecify.annotations.NullMarked;
