/** Settings that hold secrets: from environment variables or mounted files, and with any character in them. */
@NullMarked
package dev.onstage.support.settings;

import org.jspecify.annotations.NullMarked;
