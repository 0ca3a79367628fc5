/** What texts must be like: those that people type, and those that come from outside and are to be stored. */
@NullMarked
package dev.onstage.support.text;

import org.jspecify.annotations.NullMarked;
