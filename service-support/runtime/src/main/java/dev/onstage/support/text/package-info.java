/** What texts that people type must be like. */
@NullMarked
package dev.onstage.support.text;

import org.jspecify.annotations.NullMarked;
