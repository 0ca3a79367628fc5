/**
 * Streams of server-sent events: the state of something at once and after each change. Who may read one, how many may be
 * open, and when each ends is decided here.
 */
@NullMarked
package dev.onstage.support.stream;

import org.jspecify.annotations.NullMarked;
